# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from werkzeug.exceptions import MethodNotAllowed, abort

from odoo import models
from odoo.http import request

from ..controllers import problem
from ..controllers.checks import Refused, check_caller

BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        try:
            return super()._match(path_info)
        except MethodNotAllowed as error:
            # the only error of a call that never reaches _handle_error
            if path_info.startswith(f"{problem.PREFIX}/"):
                error.response = problem.method_not_allowed(error.valid_methods or ())
            raise

    @classmethod
    def _auth_method_integration(cls):
        """Bearer key of an outside system: the request runs as its service user.

        No session is read or written; ``env["integration.system"]._current()`` is the system.
        """
        request.session.can_save = False
        match = BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        identity = match and request.env["integration.api.key"]._authenticate(match[1])
        if not identity:
            if match:
                address = request.httprequest.remote_addr
                request.env["integration.refusal"]._note_key(match[1], address)
            abort(problem.unauthorized())
        # With a language in the context Odoo does not read the user's company and both partners
        # to find one, which would take a third of a call.
        request.update_env(user=identity.user_id, context={"lang": identity.lang}, su=False)
        cls._check_caller(identity.system_id)

    @classmethod
    def _check_caller(cls, system_id):
        try:
            check_caller(request.env["integration.system"].browse(system_id))
        except Refused as refused:
            request.env["integration.refusal"]._note_for_good(
                system_id, refused.code, refused.text, request.httprequest.remote_addr
            )
            abort(refused.response)

    @classmethod
    def _handle_error(cls, exception):
        # also for what happens before a controller is reached: no route, no such method
        if request.httprequest.path.startswith(f"{problem.PREFIX}/"):
            return problem.from_exception(exception)
        return super()._handle_error(exception)

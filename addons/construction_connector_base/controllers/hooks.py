# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, http
from odoo.http import Response, request

from ..core.guard import smaller
from .checks import Refused, check_caller, check_open
from .messages import MAX_BYTES, MAX_MESSAGES
from .problem import PREFIX, json_response, problem

UNREAD = ("application/x-www-form-urlencoded", "multipart/form-data")


class HooksController(http.Controller):
    """Takes the calls that outside products make by their own rules."""

    @http.route(
        f"{PREFIX}/hooks/<path:code>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def post_hook(self, code: str, **_params) -> Response:
        """Store what a vendor's webhook brings; answer when that is durable."""
        system = self._find(code)
        if not system:
            return problem("not-found", "No system with an adapter has this code.")
        try:
            check_caller(system)
            check_open(system)
            records = self._read_records(system)
        except Refused as refused:
            request.env["integration.refusal"]._note_call(
                system, refused.code, refused.text, request.httprequest.remote_addr
            )
            return refused.response
        # from here on as any message of the system
        # sudo: nobody is identified but the system, by the signature of its call
        request.update_env(user=system.sudo().user_id.id, context={}, su=False)
        results = request.env["integration.door"]._accept_raw(
            request.env["integration.system"].browse(system.id), records
        )
        return json_response({"results": [result.as_dict() for result in results]}, status=202)

    def _find(self, code: str):
        request.update_env(user=SUPERUSER_ID, context={})
        return request.env["integration.system"].search(
            [("code", "=", code), ("adapter", "!=", False)], limit=1
        )

    def _read_records(self, system) -> list:
        body = self._read_body(system)
        adapter = system._adapter()
        headers = {name.lower(): value for name, value in request.httprequest.headers.items()}
        if not adapter._verify_hook(system, headers, body):
            raise Refused(
                "signature.invalid",
                problem("signature-invalid", "The call is not signed as this system signs."),
            )
        try:
            records = adapter._read_hook(system, body)
        except (ValueError, KeyError, TypeError):
            raise Refused("schema.json", problem("invalid", "The body cannot be read.")) from None
        most = smaller(system._guard().max_messages, MAX_MESSAGES)
        if len(records) > most:
            detail = f"At most {most} records per call."
            raise Refused("call.too_large", problem("too-large", detail))
        return records

    def _read_body(self, system) -> bytes:
        http_request = request.httprequest
        encoding = http_request.headers.get("Content-Encoding", "identity")
        # of forms nothing is left to be read, and compressed bodies have no limit
        if http_request.mimetype in UNREAD or encoding != "identity":
            detail = "Send the body uncompressed, and not as a form."
            raise Refused("call.media_type", problem("unsupported-media-type", detail))
        if http_request.content_length is None:
            raise Refused("call.length", problem("length-required", "Send a Content-Length."))
        most = smaller(system._guard().max_bytes, MAX_BYTES)
        if http_request.content_length > most:
            raise Refused("call.too_large", problem("too-large", f"At most {most} bytes per call."))
        return http_request.get_data(cache=True)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .cost_report import XLSX


class ApplicationController(http.Controller):
    """Applications as files, for who may read them on screen."""

    @http.route(
        "/construction_jobcost/applications/<string:model>/<int:application_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def application(self, model, application_id):
        """The application with its sheet; ``model``: of which side of the job."""
        applications = request.env.get(model)
        if not isinstance(applications, request.registry["construction.payment.sheet"]):
            raise NotFound()
        application = applications.search([("id", "=", application_id)])
        if not application:
            raise NotFound(request.env._("You may see no such application."))
        name = f"{application.name.replace(' / ', ' ')}.xlsx"
        return request.make_response(
            application._get_workbook(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

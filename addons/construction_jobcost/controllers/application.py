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
        return self._send(application._get_workbook(), name)

    @http.route(
        "/construction_jobcost/orders/<int:order_id>/retention.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def retention_statement(self, order_id):
        """The retention statement of a subcontract."""
        order = request.env["purchase.order"].search([("id", "=", order_id)])
        if not order:
            raise NotFound(request.env._("You may see no such order."))
        name = f"{request.env._('Retention Statement')} {order.name}.xlsx"
        return self._send(order._get_retention_workbook(), name)

    def _send(self, content, name):
        return request.make_response(
            content,
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .cost_report import XLSX


class ForecastController(http.Controller):
    """Two forecasts compared as a file, for who may read them on screen."""

    @http.route(
        "/construction_jobcost/forecasts/<int:forecast_id>/compared/<int:other_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def compared(self, forecast_id, other_id):
        """The forecast against another one of its job; 0: against nothing."""
        forecasts = request.env["construction.forecast"]
        forecast = forecasts.search([("id", "=", forecast_id)])
        other = forecasts.search(
            [("id", "=", other_id), ("project_id", "=", forecast.project_id.id)]
        )
        if not forecast or (other_id and not other):
            raise NotFound(request.env._("You may see no such forecast."))
        content = forecast._get_comparison_workbook(other)
        name = f"{request.env._('Forecasts')} {forecast.project_id.job_code}.xlsx"
        return request.make_response(
            content,
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

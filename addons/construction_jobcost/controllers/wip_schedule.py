# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .cost_report import XLSX


class WipScheduleController(http.Controller):
    """The WIP schedule as a file, for who may read it on screen."""

    @http.route(
        "/construction_jobcost/wip_schedules/<int:schedule_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def wip_schedule(self, schedule_id):
        """The schedule as it stands."""
        schedules = request.env["construction.wip.schedule"]
        schedule = schedules.has_access("read") and schedules.search([("id", "=", schedule_id)])
        if not schedule:
            raise NotFound(request.env._("You may see no such WIP schedule."))
        name = f"{schedule.name}.xlsx"
        return request.make_response(
            schedule._get_workbook(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from .cost_report import XLSX


class WipScheduleController(http.Controller):
    """WIP schedules as files, for who may read them on screen."""

    @http.route(
        "/construction_jobcost/wip_schedules/<int:schedule_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def wip_schedule(self, schedule_id):
        """The schedule as it stands."""
        schedule = self._find("construction.wip.schedule", schedule_id)
        return self._reply(schedule, schedule.name)

    @http.route(
        "/construction_jobcost/wip_consolidations/<int:consolidation_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def wip_consolidation(self, consolidation_id):
        """The schedules of several companies, as they were put together."""
        group = self._find("construction.wip.consolidation", consolidation_id)
        return self._reply(group, f"WIP {group.date} {group.currency_id.name}")

    def _find(self, model, record_id):
        records = request.env[model]
        record = records.has_access("read") and records.search([("id", "=", record_id)])
        if not record:
            raise NotFound(request.env._("You may see no such WIP schedule."))
        return record

    def _reply(self, record, name):
        disposition = content_disposition(f"{name}.xlsx")
        return request.make_response(
            record._get_workbook(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", disposition)],
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import BadRequest, NotFound

from odoo import fields, http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CostReportController(http.Controller):
    """The cost report as a file, for who may read it on screen."""

    @http.route(
        "/construction_jobcost/jobs/<int:job_id>/cost_report.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def cost_report(self, job_id, as_of=None, known_at=None, group_by="code", columns=""):
        """The report of a job: of a day, as known at a UTC moment, with these columns."""
        report = request.env["construction.cost.report"]
        job = report._find_job(job_id)
        if not job:
            raise NotFound(request.env._("You may see no such job."))
        try:
            day, moment = fields.Date.to_date(as_of), fields.Datetime.to_datetime(known_at)
        except ValueError as error:
            raise BadRequest(str(error)) from error
        content = report._get_workbook(job, day, moment, group_by, columns.split(","))
        name = f"{request.env._('Cost Report')} {job.job_code}.xlsx"
        return request.make_response(
            content,
            headers=[("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))],
        )

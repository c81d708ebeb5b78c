# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils, format_date


class ConstructionForecastWizard(models.TransientModel):
    """Start the forecasts of a month for many jobs."""

    _name = "construction.forecast.wizard"
    _description = "New Forecasts of the Month"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, readonly=True
    )
    period = fields.Date(
        string="Month End",
        required=True,
        default=lambda self: self.env["construction.forecast"]._default_period(),
    )
    project_ids = fields.Many2many(
        "project.project",
        string="Jobs",
        compute="_compute_project_ids",
        store=True,
        readonly=False,
        domain="[('is_job', '=', True), ('job_status', '!=', 'closed'),"
        " ('company_id', '=', company_id)]",
    )

    @api.depends("period", "company_id")
    def _compute_project_ids(self):
        for wizard in self:
            wizard.project_ids = wizard._get_jobs() if wizard.period else False

    def _get_jobs(self):
        """Return the active jobs the user sees that have no forecast of the month or a later one."""
        period = date_utils.end_of(self.period, "month")
        done = self.env["construction.forecast"]._read_group(
            [("period", ">=", period), ("state", "!=", "void")], ["project_id"]
        )
        return self.env["project.project"].search(
            [
                ("is_job", "=", True),
                ("job_status", "=", "active"),
                ("company_id", "=", self.company_id.id),
                ("id", "not in", [job.id for (job,) in done]),
            ]
        )

    def action_create(self):
        """Start a forecast for each of the jobs and open them."""
        self.ensure_one()
        if not self.project_ids:
            raise UserError(self.env._("Choose the jobs that need a forecast."))
        forecasts = self.env["construction.forecast"].create(
            [{"project_id": job.id, "period": self.period} for job in self.project_ids]
        )
        day = format_date(self.env, forecasts[:1].period)
        return forecasts._get_records_action(name=self.env._("Forecasts as of %(day)s", day=day))

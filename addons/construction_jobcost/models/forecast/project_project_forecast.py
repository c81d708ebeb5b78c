# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from .construction_forecast import IN_FORCE

MEMBER = "construction_jobcost.group_job_cost_user"


class ProjectProject(models.Model):
    """The forecasts of a job."""

    _inherit = "project.project"

    forecast_ids = fields.One2many("construction.forecast", "project_id", groups=MEMBER)
    forecast_count = fields.Integer(compute="_compute_forecast_count", groups=MEMBER)

    def _compute_forecast_count(self):
        rows = self.env["construction.forecast"]._read_group(
            [("project_id", "in", self.ids), ("state", "!=", "void")], ["project_id"], ["__count"]
        )
        counts = {job.id: count for job, count in rows}
        for job in self:
            job.forecast_count = counts.get(job.id, 0)

    def action_view_forecasts(self):
        """Open the forecasts of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_forecast_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
            display_name=self.env._("Forecasts of %(job)s", job=self.job_code),
        )

    def get_earned_value(self, as_of=None):
        """Return the earned value of the job's last forecast, False where it has none.

        as_of: ISO day, the forecast in force on it; without one that is still in work counts
        where none is approved. See the same of a forecast.
        """
        self.ensure_one()
        forecasts = self.env["construction.forecast"]
        domain = Domain("project_id", "=", self.id)
        if as_of:
            domain &= Domain("period", "<=", as_of)
        found = forecasts.search(domain & Domain("state", "in", IN_FORCE), limit=1)
        if not found and not as_of:
            found = forecasts.search(domain & Domain("state", "!=", "void"), limit=1)
        return found.get_earned_value() if found else False

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ConstructionJobCockpit(models.AbstractModel):
    """The S-curve of the job's last forecast beside its other charts; what waits of forecasts."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_charts(self, job, root, months):
        charts = super()._prepare_charts(job, root, months)
        return dict(charts, curve=job.get_earned_value(self.env.context.get("as_of")))

    @api.model
    def _prepare_tasks(self, job):
        forecasts = self.env["construction.forecast"]
        tasks = super()._prepare_tasks(job)
        if forecasts.has_access("write"):
            label = self.env._("Finish and submit the forecast")
            tasks.append(self._get_forecast_task(job, "forecast", label, "draft"))
        if forecasts._is_approver():
            label = self.env._("Approve the forecast")
            others = Domain("author_ids", "not in", self.env.uid)
            tasks.append(
                self._get_forecast_task(job, "approve_forecast", label, "submitted", others)
            )
        return [task for task in tasks if task]

    @api.model
    def _get_forecast_task(self, job, key, label, state, whose=Domain.TRUE):
        return self._prepare_note(
            key,
            label,
            "construction.forecast",
            "construction_jobcost.construction_forecast_action",
            Domain("project_id", "=", job.id) & Domain("state", "=", state) & whose,
            amount="estimate_at_completion",
        )

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
        tasks = super()._prepare_tasks(job)
        if self.env["construction.forecast"].has_access("write"):
            tasks.append(self._get_forecast_task(job))
        return [task for task in tasks if task]

    @api.model
    def _get_forecast_task(self, job):
        return self._prepare_note(
            "forecast",
            self.env._("Finish and submit the forecast"),
            "construction.forecast",
            "construction_jobcost.construction_forecast_action",
            Domain("project_id", "=", job.id) & Domain("state", "=", "draft"),
            amount="estimate_at_completion",
        )

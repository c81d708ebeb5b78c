# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionJobCockpit(models.AbstractModel):
    """The S-curve of the job's last forecast beside its other charts."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_charts(self, job, root, months):
        charts = super()._prepare_charts(job, root, months)
        return dict(charts, curve=job.get_earned_value(self.env.context.get("as_of")))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class StockPicking(models.Model):
    """Transfers that issue goods to a job, or bring them back."""

    _inherit = "stock.picking"

    is_job = fields.Boolean(related="project_id.is_job")

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        pickings._check_own_job()
        return pickings

    def write(self, vals):
        result = super().write(vals)
        if "project_id" in vals:
            self._check_own_job()
            self.move_ids._recode_issues()
        return result

    def _check_own_job(self):
        """Raise AccessError where somebody would charge a job that he does not see."""
        # Sudo: to tell a job from a project, the right is asked next.
        jobs = self.sudo().project_id.filtered("is_job")
        self.env["project.project"].browse(jobs.ids).check_access("read")

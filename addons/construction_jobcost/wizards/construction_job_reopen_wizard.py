# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionJobReopenWizard(models.TransientModel):
    """Ask why a closed job is opened again."""

    _name = "construction.job.reopen.wizard"
    _description = "Reopen a Job"

    project_id = fields.Many2one("project.project", string="Job", required=True, readonly=True)
    status = fields.Selection(
        [("active", "Active"), ("complete", "Complete")],
        required=True,
        default="complete",
        help="A complete job takes bills and receipts only.",
    )
    reason = fields.Char(required=True)

    def action_reopen(self):
        """Give the job its new status; the reason is kept in its history."""
        self.ensure_one()
        self.project_id._reopen(self.status, self.reason)
        return {"type": "ir.actions.act_window_close"}

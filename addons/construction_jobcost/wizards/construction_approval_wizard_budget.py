# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for unlocking a budget, or for going over it."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[
            ("unlock_budget", "Unlock Budget"),
            ("release_budget", "Release over Budget"),
        ],
        ondelete={"unlock_budget": "cascade", "release_budget": "cascade"},
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        if self.step not in ("unlock_budget", "release_budget"):
            return super().action_confirm()
        document = self.env[self.res_model].browse(self.res_id)
        if self.step == "unlock_budget":
            document.action_unlock_budget(self.reason)
        else:
            document.action_release_budget(self.reason)
        return {"type": "ir.actions.act_window_close"}

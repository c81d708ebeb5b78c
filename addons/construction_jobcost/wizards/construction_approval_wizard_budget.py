# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for unlocking the budget of a job."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[("unlock_budget", "Unlock Budget")], ondelete={"unlock_budget": "cascade"}
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        if self.step != "unlock_budget":
            return super().action_confirm()
        self.env[self.res_model].browse(self.res_id).action_unlock_budget(self.reason)
        return {"type": "ir.actions.act_window_close"}

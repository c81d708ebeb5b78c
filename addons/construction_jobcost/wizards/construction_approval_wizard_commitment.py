# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for closing, reopening, voiding and taking back."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[
            ("void", "Void"),
            ("close", "Close"),
            ("reopen", "Reopen"),
            ("withdraw", "Take back"),
        ],
        ondelete=dict.fromkeys(("void", "close", "reopen", "withdraw"), "cascade"),
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        document = self.env[self.res_model].browse(self.res_id)
        steps = {
            "void": "action_void",
            "close": "action_close",
            "reopen": "action_reopen",
            "withdraw": "action_withdraw",
        }
        if self.step not in steps:
            return super().action_confirm()
        getattr(document, steps[self.step])(self.reason)
        return {"type": "ir.actions.act_window_close"}

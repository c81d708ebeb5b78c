# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for taking a commitment or its change back."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(selection_add=[("void", "Void")], ondelete={"void": "cascade"})

    def action_confirm(self):
        """Take the step with what was entered."""
        if self.step != "void":
            return super().action_confirm()
        self.env[self.res_model].browse(self.res_id).action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}

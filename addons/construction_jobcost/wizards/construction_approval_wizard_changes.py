# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[("no_charge", "No charge")], ondelete={"no_charge": "cascade"}
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        if self.step != "no_charge":
            return super().action_confirm()
        self.env[self.res_model].browse(self.res_id).action_no_charge(self.reason)
        return {"type": "ir.actions.act_window_close"}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for accepting a match exception."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[("accept_match", "Accept exception")],
        ondelete={"accept_match": "cascade"},
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        if self.step != "accept_match":
            return super().action_confirm()
        self.env[self.res_model].browse(self.res_id).action_accept(self.reason)
        return {"type": "ir.actions.act_window_close"}

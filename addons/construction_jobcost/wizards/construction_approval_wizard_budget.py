# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """The reason for unlocking a budget, for awarding into it, or for going over it."""

    _inherit = "construction.approval.wizard"

    step = fields.Selection(
        selection_add=[
            ("unlock_budget", "Unlock Budget"),
            ("release_budget", "Release over Budget"),
            ("award_despite_lock", "Award despite the Lock"),
        ],
        ondelete={
            "unlock_budget": "cascade",
            "release_budget": "cascade",
            "award_despite_lock": "cascade",
        },
    )

    def action_confirm(self):
        """Take the step with what was entered."""
        steps = {
            "unlock_budget": "action_unlock_budget",
            "release_budget": "action_release_budget",
            "award_despite_lock": "action_award_despite_lock",
        }
        if self.step not in steps:
            return super().action_confirm()
        document = self.env[self.res_model].browse(self.res_id)
        getattr(document, steps[self.step])(self.reason)
        return {"type": "ir.actions.act_window_close"}

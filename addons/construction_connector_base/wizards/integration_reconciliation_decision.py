# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationReconciliationDecision(models.TransientModel):
    """Asks for the words of a sign-off, or of taking one back."""

    _name = "integration.reconciliation.decision"
    _description = "Decision on a Reconciliation"

    reconciliation_ids = fields.Many2many(
        "integration.reconciliation",
        "integration_reconciliation_decision_rel",
        required=True,
        readonly=True,
    )
    decision = fields.Selection(
        [("sign", "Sign Off"), ("reopen", "Reopen")], required=True, readonly=True
    )
    note = fields.Text(required=True)

    def action_decide(self):
        """Sign off or reopen with this note."""
        self.ensure_one()
        note = self.note.strip()
        if not note:
            raise UserError(self.env._("Say why: the note stays with the period."))
        if self.decision == "sign":
            self.reconciliation_ids._sign(note)
        else:
            self.reconciliation_ids._reopen(note)
        return {"type": "ir.actions.act_window_close"}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationReconciliationDrift(models.Model):
    """A document on which an outside system and Odoo differ."""

    _name = "integration.reconciliation.drift"
    _description = "Drift"
    _rec_name = "external_id"
    _order = "reconciliation_id, kind, external_id, id"

    reconciliation_id = fields.Many2one(
        "integration.reconciliation", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("missing_here", "Missing in Odoo"),
            ("missing_there", "Missing at the Source"),
            ("different_state", "Different State"),
            ("different_value", "Different Value"),
            ("duplicate", "Duplicate"),
        ],
        required=True,
        readonly=True,
    )
    external_id = fields.Char("Document", required=True, readonly=True)
    theirs = fields.Char("Source", readonly=True)
    ours = fields.Char("Odoo", readonly=True)
    amount = fields.Monetary("At Risk", readonly=True)
    found_at = fields.Datetime("First Found", required=True, readonly=True)
    message_id = fields.Many2one(
        "integration.message", readonly=True, ondelete="set null", index="btree_not_null"
    )

    def action_open_message(self):
        """Open our message of the document."""
        self.ensure_one()
        return self.message_id.get_formview_action()

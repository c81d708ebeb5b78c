# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionEmergencyWizard(models.TransientModel):
    """Ask what an emergency purchase needs; the order itself decides and checks the right."""

    _name = "construction.emergency.wizard"
    _description = "Order in an Emergency"

    order_id = fields.Many2one("purchase.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.approval_currency_id")
    amount = fields.Monetary(related="order_id.approval_amount")
    reason = fields.Text(required=True)
    allowed_by_id = fields.Many2one(
        "res.users", required=True, help="Who said yes, by phone or on site."
    )

    def action_confirm(self):
        """Order at once."""
        self.ensure_one()
        self.order_id.action_emergency_confirm(self.reason, self.allowed_by_id)
        return {"type": "ir.actions.act_window_close"}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionOverReceiptWizard(models.TransientModel):
    """Up to which quantity more than ordered is accepted; the order line checks the right."""

    _name = "construction.over.receipt.wizard"
    _description = "Accept More than Ordered"

    order_line_id = fields.Many2one("purchase.order.line", required=True, readonly=True)
    ordered = fields.Float(related="order_line_id.product_qty", string="Ordered")
    received = fields.Float(related="order_line_id.qty_received", string="Received")
    uom_id = fields.Many2one(related="order_line_id.product_uom_id", string="Unit")
    quantity = fields.Float(string="Accept up to", digits="Product Unit", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Accept what was entered."""
        self.ensure_one()
        self.order_line_id.action_accept_over_receipt(self.quantity, self.reason)
        return {"type": "ir.actions.act_window_close"}

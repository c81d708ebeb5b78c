# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionServiceConfirmWizardLine(models.TransientModel):
    _name = "construction.service.confirm.wizard.line"
    _description = "Service to Confirm"

    wizard_id = fields.Many2one(
        "construction.service.confirm.wizard", required=True, ondelete="cascade"
    )
    order_line_id = fields.Many2one("purchase.order.line", required=True, readonly=True)
    line_ref = fields.Char(related="order_line_id.line_ref")
    name = fields.Text(related="order_line_id.name")
    uom_id = fields.Many2one(related="order_line_id.product_uom_id", string="Unit")
    ordered = fields.Float(related="order_line_id.product_qty", string="Ordered")
    received = fields.Float(related="order_line_id.qty_received", string="Confirmed")
    percent = fields.Float(
        string="Percent Now",
        compute="_compute_percent",
        inverse="_inverse_percent",
        digits=(16, 4),
        help="Of the ordered quantity. What was too much is negative.",
    )
    quantity = fields.Float(
        string="Quantity Now", digits=(16, 6), help="In the line's unit. Less is negative."
    )

    @api.depends("quantity", "ordered")
    def _compute_percent(self):
        for line in self:
            line.percent = 100 * line.quantity / line.ordered if line.ordered else 0.0

    @api.onchange("percent")
    def _inverse_percent(self):
        for line in self:
            line.quantity = line.ordered * line.percent / 100

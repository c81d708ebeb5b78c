# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionPaymentApplicationLine(models.Model):
    """A line of the sheet of a subcontract."""

    _name = "construction.payment.application.line"
    _description = "Payment Application Line"
    _inherit = ["construction.payment.sheet.line"]
    _item_field = "order_line_id"

    application_id = fields.Many2one(
        "construction.payment.application", required=True, index=True, ondelete="cascade"
    )
    order_line_id = fields.Many2one(
        "purchase.order.line",
        string="Item",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="application_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    currency_id = fields.Many2one(related="application_id.currency_id")
    step = fields.Selection(related="application_id.step")
    billing_basis = fields.Selection(related="order_line_id.billing_basis")
    uom_id = fields.Many2one(related="order_line_id.product_uom_id", string="Unit")
    price_unit = fields.Float(related="order_line_id.price_unit")

    _order_line_uniq = models.UniqueIndex(
        "(application_id, order_line_id)", "An item stands once on the continuation sheet."
    )

    # what was released with applications: few lines of all that were ever certified
    _released_idx = models.Index("(order_id) WHERE released_amount <> 0")

    def _is_by_quantity(self):
        return self.billing_basis == "quantity"

    def _get_item_price(self):
        return self.order_line_id.price_subtotal / (self.order_line_id.product_qty or 1)

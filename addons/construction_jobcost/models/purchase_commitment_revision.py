# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseCommitmentRevision(models.Model):
    """What an order line amounted to, each time that changed while the order was in force."""

    _name = "purchase.commitment.revision"
    _description = "Commitment Revision"
    _order = "order_line_id, id"
    _rec_name = "date"

    order_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_line_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="Net of tax, in company currency.")
    quantity = fields.Float(readonly=True, digits="Product Unit")

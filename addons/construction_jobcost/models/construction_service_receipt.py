# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionServiceReceipt(models.Model):
    """A confirmation that part of a service on an order line was performed."""

    _name = "construction.service.receipt"
    _description = "Service Confirmation"
    _order = "order_line_id, date, id"
    _rec_name = "reference"

    order_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="order_line_id.order_id")
    company_id = fields.Many2one(related="order_line_id.company_id", store=True)
    date = fields.Date(required=True, readonly=True)
    quantity = fields.Float(
        readonly=True, digits="Product Unit", help="In the order line's unit; less is negative."
    )
    reference = fields.Char(readonly=True)
    note = fields.Char(readonly=True)

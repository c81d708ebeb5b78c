# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionRfqQuote(models.Model):
    """What a vendor asked, kept as it was when the comparison was decided."""

    _name = "construction.rfq.quote"
    _description = "Vendor Quote"
    _order = "rfq_id, requisition_line_id, amount, id"
    _rec_name = "order_name"

    rfq_id = fields.Many2one("construction.rfq", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rfq_id.company_id", store=True)
    project_id = fields.Many2one(related="rfq_id.project_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    requisition_line_id = fields.Many2one(
        "construction.requisition.line", string="Line", required=True, ondelete="cascade"
    )
    cost_code_id = fields.Many2one(related="requisition_line_id.cost_code_id")
    partner_id = fields.Many2one("res.partner", string="Vendor", required=True)
    order_id = fields.Many2one("purchase.order", string="Request", ondelete="set null")
    order_name = fields.Char(string="Number")
    quantity = fields.Float(digits="Product Unit")
    price_unit = fields.Float(
        string="Price", min_display_digits="Product Price", help="Net, in company currency."
    )
    amount = fields.Monetary(help="Net of tax, in company currency.")
    date_planned = fields.Datetime(string="Delivery")
    awarded = fields.Boolean()

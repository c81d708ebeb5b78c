# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models


class ConstructionPricedItem(models.AbstractModel):
    """A line with a cost per unit, or a lump sum."""

    _name = "construction.priced.item"
    _description = "Line with a Price"
    _inherit = ["construction.coded.item"]

    currency_id = fields.Many2one("res.currency")
    unit_cost = fields.Float(digits=(16, 6), help="Company currency per unit.")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)

    @api.depends("quantity", "unit_cost")
    def _compute_amount(self):
        for line in self:
            priced = line.quantity or line.unit_cost
            line.amount = line._get_priced_amount() if priced else line.amount

    def _get_priced_amount(self):
        """Return quantity by unit cost, rounded by the currency."""
        self.ensure_one()
        product = Decimal(str(self.quantity)) * Decimal(str(self.unit_cost))
        return self.currency_id.round(float(product))

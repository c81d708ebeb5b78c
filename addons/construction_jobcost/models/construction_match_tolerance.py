# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.matching import Tolerance, Tolerances
from ..core.values import decimal


class ConstructionMatchTolerance(models.AbstractModel):
    """How much more than expected a bill may claim."""

    _name = "construction.match.tolerance"
    _description = "Matching Tolerances"

    currency_id = fields.Many2one("res.currency")
    match_price_percent = fields.Float(string="Price Tolerance (%)", digits=(5, 2))
    match_price_amount = fields.Monetary(string="Price Tolerance")
    match_quantity_percent = fields.Float(string="Quantity Tolerance (%)", digits=(5, 2))
    match_quantity_units = fields.Float(string="Quantity Tolerance", digits="Product Unit")
    match_total_percent = fields.Float(string="Total Tolerance (%)", digits=(5, 2))
    match_total_amount = fields.Monetary(string="Total Tolerance")

    _match_tolerances_positive = models.Constraint(
        "CHECK (LEAST(match_price_percent, match_price_amount, match_quantity_percent, "
        "match_quantity_units, match_total_percent, match_total_amount) >= 0)",
        "A matching tolerance cannot be negative.",
    )

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("match_") for name in vals):
            # Sudo: what a bill is judged by does not depend on who looks.
            exceptions = self.env["construction.match.exception"].sudo()
            exceptions.search([("state", "=", "open")]).move_id._mark_for_matching()
        return result

    def _get_match_tolerances(self):
        """Return the Tolerances for matching bills."""
        self.ensure_one()
        return Tolerances(
            price=Tolerance(decimal(self.match_price_percent), decimal(self.match_price_amount)),
            quantity=Tolerance(
                decimal(self.match_quantity_percent), decimal(self.match_quantity_units)
            ),
            total=Tolerance(decimal(self.match_total_percent), decimal(self.match_total_amount)),
        )

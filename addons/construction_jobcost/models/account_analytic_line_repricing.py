# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.labor import price
from ..core.values import decimal


class AccountAnalyticLine(models.Model):
    """Hours that cost something else by the rates of now than when they were entered."""

    _inherit = "account.analytic.line"

    def _get_repriced(self):
        """Return {id: values} of the lines that a rate of now prices otherwise."""
        result = {}
        for line in self:
            vals = line._prepare_repriced()
            if vals and any(
                line._is_priced_otherwise(vals, name) for name in line._get_price_fields()
            ):
                result[line.id] = vals
        return result

    def _prepare_repriced(self):
        """Return what the line costs by the rate of its day, {} where there is none.

        A rate without a wage leaves the wage as it was: the employee's hourly cost of that day
        is known from the line only.
        """
        self.ensure_one()
        rates = self._get_labor_rates()
        rate = rates and rates.find(self._get_labor_scope(self.date, rates.by_trade), self.date)
        if not rate or not self.unit_amount:
            return {}
        factor, hours = decimal(self._get_pay_factor()), decimal(self.unit_amount)
        wage = -decimal(self.amount) - decimal(self.burden_amount)
        vals = self._prepare_price(
            price(rate, wage / hours / factor, factor), self.unit_amount, self.date
        )
        if rate.wage is None:
            vals["amount"] = self.currency_id.round(-float(wage) - vals["burden_amount"])
        return vals

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.labor import Scope, price
from ..core.values import decimal


class AccountAnalyticLine(models.Model):
    """Hours priced by the labor rate of the day worked: wage and burden in one amount.

    The line's amount is the loaded cost, so that Odoo's analytic reports sum up to what the
    ledger has; how much of it is burden stands beside it, for the ledger to count apart.
    """

    _inherit = "account.analytic.line"

    burden_amount = fields.Monetary(
        string="Burden",
        readonly=True,
        help="Taxes, insurance, union dues: part of what the hours cost.",
    )
    burden_type_id = fields.Many2one(
        "construction.cost.type",
        string="Burden Counts as",
        readonly=True,
        ondelete="restrict",
        help="The cost type of the burden. Empty: that of the hours.",
    )

    def write(self, vals):
        if (
            "amount" in vals
            and "burden_amount" not in vals
            and any(line.burden_amount and line.amount != vals["amount"] for line in self)
        ):
            # a cost that somebody sets is a cost without a known part
            vals = {**vals, "burden_amount": 0.0}
        return super().write(vals)

    @api.model
    def _get_price_fields(self):
        return [*super()._get_price_fields(), "burden_amount", "burden_type_id"]

    @api.model
    def _cost_trigger_fields(self):
        return super()._cost_trigger_fields() | {"burden_amount", "burden_type_id"}

    # Price ------------------------------------------------------------------------------------

    def _hourly_cost(self):
        return float(self._get_labor_price(self.date).total)

    def _get_labor_price(self, day):
        """Return the Price of an hour of this line, were it worked on ``day``.

        In the currency of the employee's company.
        """
        self.ensure_one()
        rates = self._get_labor_rates()
        rate = rates.find(self._get_labor_scope(day, rates.by_trade), day) if rates else None
        return price(rate, decimal(super()._hourly_cost()), decimal(self._get_pay_factor()))

    def _get_labor_rates(self):
        # those of the employer: a crew is paid the same wherever it works
        return self.env["construction.labor.rate"]._get_rates(self.employee_id.company_id.id)

    def _get_labor_scope(self, day, by_trade):
        employee = self.employee_id
        trade = employee._get_version(day).job_id if by_trade and employee else employee.job_id
        return Scope(employee.id or 0, self.project_id.id or 0, trade.id or 0, self.pay_type or "")

    def _prepare_price(self, hour, hours, day):
        """Return the values of what hours cost, each rounded once: the amount, and its burden.

        hour: Price; hours: as on the line; day: of the exchange rate
        """
        self.ensure_one()
        source = self.employee_id.currency_id
        target = self.account_id.currency_id or self.currency_id
        count = decimal(hours)
        amount, burden = (
            source._convert(float(count * part), target, self.env.company, day)
            for part in (hour.total, hour.burden)
        )
        # Sudo: who reports hours need not read the company's settings.
        kind = self.company_id.sudo().burden_type_id.id if burden else False
        return {"amount": -amount, "burden_amount": burden, "burden_type_id": kind}

    def _timesheet_postprocess_values(self, values):
        result = super()._timesheet_postprocess_values(values)
        if "date" in values and not any("amount" in vals for vals in result.values()):
            # another day may have another rate: core does not price anew for a date
            dated = self.sudo().filtered(lambda line: line._get_labor_rates())
            priced = {**values, "unit_amount": True}
            result |= super(AccountAnalyticLine, dated)._timesheet_postprocess_values(priced)
        # Sudo: as in core's own pricing.
        for line in self.sudo():
            if "amount" in result[line.id]:
                hour = line._get_labor_price(line.date)
                result[line.id] |= line._prepare_price(hour, line.unit_amount, line.date)
        return result

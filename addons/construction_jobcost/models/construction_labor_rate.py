# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import ormcache

from ..core.labor import LaborRate, LaborRates, Scope
from ..core.values import decimal


class ConstructionLaborRate(models.Model):
    """What an hour of work costs from a day on: the wage, and the burden on it."""

    _name = "construction.labor.rate"
    _description = "Labor Rate"
    _order = "date_from desc, employee_id, project_id, trade_id, pay_type, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        help="The company that employs those whose hours it prices.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="cascade", help="Empty: everybody."
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        domain="[('is_job', '=', True)]",
        check_company=True,
        ondelete="cascade",
        help="Empty: work on every job.",
    )
    trade_id = fields.Many2one(
        "hr.job",
        check_company=True,
        ondelete="cascade",
        help="The job position of the employee on the day. Empty: every trade.",
    )
    pay_type = fields.Selection(
        lambda self: self.env["account.analytic.line"]._selection_pay_type(),
        help="Empty: every kind of pay.",
    )
    date_from = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Valid to", help="Empty: until a later rate takes over.")
    wage = fields.Monetary(
        string="Wage per Hour",
        help="Of a regular hour, which overtime and double time multiply; on a rate for one kind "
        "of pay, of an hour of that pay. Zero: the employee's hourly cost.",
    )
    burden_percent = fields.Float(
        string="Burden %",
        digits=(6, 3),
        help="Taxes, insurance and the like, as percent of the wage.",
    )
    burden_hourly = fields.Monetary(
        string="Burden per Hour", help="Union dues and the like, for each hour worked."
    )
    on_premium = fields.Boolean(
        string="Burden on Overtime Pay",
        default=True,
        help="Whether the percent is also of what overtime adds to the regular wage.",
    )
    note = fields.Char(help="What the rate follows from: agreement, award, insurance policy.")

    _scope_uniq = models.UniqueIndex(
        "(company_id, COALESCE(employee_id, 0), COALESCE(project_id, 0), COALESCE(trade_id, 0), "
        "COALESCE(pay_type, ''), date_from)",
        "There is a rate for the same work from that day on already. Change that one.",
    )
    _not_negative = models.Constraint(
        "CHECK (LEAST(wage, burden_percent, burden_hourly) >= 0)",
        "Wage and burden cannot be negative.",
    )
    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A rate cannot end before it starts."
    )

    @api.depends("employee_id", "project_id", "trade_id", "pay_type", "date_from")
    def _compute_display_name(self):
        pay_types = dict(self._fields["pay_type"]._description_selection(self.env))
        for rate in self:
            scope = [rate.employee_id.name, rate.project_id.job_code, rate.trade_id.name]
            words = [*filter(None, scope), *filter(None, [pay_types.get(rate.pay_type)])]
            what = ", ".join(words) or self.env._("All hours")
            rate.display_name = self.env._("%(what)s from %(day)s", what=what, day=rate.date_from)

    # CRUD: who prices hours next must not see what was cached ----------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        self.env.registry.clear_cache()
        return rates

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # What prices ask --------------------------------------------------------------------------

    @api.model
    @ormcache("company_id")
    def _get_rates(self, company_id):
        """Return the LaborRates of a company: cached, so that no line asks the database."""
        # Sudo: who reports hours need not know what others are paid.
        rates = self.sudo().search([("company_id", "=", company_id)])
        return LaborRates(rate._as_rate() for rate in rates)

    def _as_rate(self):
        self.ensure_one()
        return LaborRate(
            Scope(
                self.employee_id.id or 0,
                self.project_id.id or 0,
                self.trade_id.id or 0,
                self.pay_type or "",
            ),
            self.date_from,
            self.date_to or None,
            decimal(self.wage) or None,
            decimal(self.burden_percent),
            decimal(self.burden_hourly),
            self.on_premium,
        )

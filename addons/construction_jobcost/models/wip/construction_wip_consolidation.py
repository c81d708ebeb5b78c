# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...core.values import decimal
from ...core.wip_schedule import converted

#: What is converted; the other columns follow from these.
CONVERTED = ("contract", "estimate", "cost", "earned", "billed", "loss_provision")


class ConstructionWipConsolidation(models.TransientModel):
    """The signed WIP schedules of several companies together, in one currency.

    At the rate of the period end, job by job: over- and underbilled stay apart.
    """

    _name = "construction.wip.consolidation"
    _description = "Consolidated WIP Schedule"

    date = fields.Date(
        string="Period End",
        required=True,
        default=lambda self: self.env["construction.wip.schedule"]._default_date(),
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        required=True,
        default=lambda self: self.env.companies,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Rates of",
        required=True,
        default=lambda self: self.env.company,
        help="The company whose currency rates are taken.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        string="Group Currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    line_ids = fields.One2many("construction.wip.consolidation.line", "consolidation_id")
    lacking_ids = fields.Many2many(
        "res.company", string="Without a Signed Schedule", compute="_compute_lacking_ids"
    )

    @api.depends("date")
    def _compute_display_name(self):
        for group in self:
            group.display_name = self.env._(
                "Consolidated WIP %(date)s", date=format_date(self.env, group.date)
            )

    @api.depends("date", "company_ids")
    def _compute_lacking_ids(self):
        for group in self:
            group.lacking_ids = group.company_ids - group._get_schedules().company_id

    def action_view_lines(self):
        """Open the jobs of all schedules in the group's currency, company by company."""
        self.ensure_one()
        lines = self._make_lines()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_wip_consolidation_line_action"
        )
        name = self.env._(
            "WIP %(date)s in %(currency)s",
            date=format_date(self.env, self.date),
            currency=self.currency_id.name,
        )
        context = {"search_default_group_company": 1, "consolidation_id": self.id}
        return dict(action, domain=[("id", "in", lines.ids)], context=context, display_name=name)

    def _get_schedules(self):
        self.ensure_one()
        return self.env["construction.wip.schedule"].search(
            [
                ("company_id", "in", self.company_ids.ids),
                ("date", "=", self.date),
                ("state", "=", "approved"),
            ]
        )

    def _make_lines(self):
        """Take the signed schedules anew; return their jobs in the group's currency."""
        self.check_access("write")
        # Sudo: nobody may delete lines; who may change the consolidation has it made anew.
        self.sudo().line_ids.unlink()
        schedules = self._get_schedules()
        if not schedules:
            raise UserError(
                self.env._(
                    "None of these companies has a signed WIP schedule of %(date)s. Sign them "
                    "first, or choose another period.",
                    date=format_date(self.env, self.date),
                )
            )
        rates = self._get_rates(schedules.currency_id)
        return self.env["construction.wip.consolidation.line"].create(
            [
                self._prepare_line_values(line, rates[schedule.currency_id])
                for schedule in schedules
                for line in schedule.line_ids
            ]
        )

    def _prepare_line_values(self, line, rate):
        figures = {name: decimal(line[name]) for name in CONVERTED}
        columns = converted(figures, rate, decimal(self.currency_id.rounding))
        return {
            "consolidation_id": self.id,
            "wip_line_id": line.id,
            "rate": float(rate),
        } | {name: float(amount) for name, amount in columns.items()}

    def _get_rates(self, currencies):
        """Return {currency: Decimal} of the period end: group currency for one unit of it.

        Raises UserError naming the currencies that have no rate on or before that day.
        """
        needed = (currencies | self.currency_id) - self.company_id.currency_id
        if currencies == self.currency_id:
            needed = self.env["res.currency"]
        known = self.env["res.currency.rate"].search(
            [
                ("currency_id", "in", needed.ids),
                ("name", "<=", self.date),
                ("company_id", "in", (False, self.company_id.root_id.id)),
            ]
        )
        missing = needed - known.currency_id
        if missing:
            raise UserError(
                self.env._(
                    "%(company)s has no rate of %(currencies)s on or before %(date)s. Enter it "
                    "first.",
                    company=self.company_id.display_name,
                    currencies=", ".join(missing.mapped("name")),
                    date=format_date(self.env, self.date),
                )
            )
        return {
            currency: decimal(
                currency._get_conversion_rate(
                    currency, self.currency_id, self.company_id, self.date
                )
            )
            for currency in currencies
        }

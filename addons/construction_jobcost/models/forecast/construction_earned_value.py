# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.earned_value import EarnedValue
from ...core.values import decimal

#: What the arithmetic gives, by the same names here.
MEASURES = (
    "cost_variance",
    "schedule_variance",
    "cpi",
    "spi",
    "tcpi",
    "eac_as_budgeted",
    "eac_at_cpi",
    "eac_at_cpi_and_spi",
)


class ConstructionEarnedValue(models.AbstractModel):
    """Cost and progress against the plan: of a line, of a forecast.

    The model has ``revised_budget`` (BAC), ``planned_value``, ``earned_value`` and
    ``job_to_date`` (AC) in company currency. A ratio of which nothing can be said is 0.
    """

    _name = "construction.earned.value"
    _description = "Earned Value"

    currency_id = fields.Many2one("res.currency")
    revised_budget = fields.Monetary()
    planned_value = fields.Monetary()
    earned_value = fields.Monetary()
    job_to_date = fields.Monetary()
    cost_variance = fields.Monetary(
        string="CV",
        compute="_compute_earned_value",
        help="Cost variance, EV - AC: below zero, the work cost more than its budget.",
    )
    schedule_variance = fields.Monetary(
        string="SV",
        compute="_compute_earned_value",
        help="Schedule variance, EV - PV: below zero, less is done than planned.",
    )
    cpi = fields.Float(
        string="CPI",
        compute="_compute_earned_value",
        digits=(16, 3),
        aggregator=False,
        help="Cost performance index, EV / AC: below one, the work costs more than its budget.",
    )
    spi = fields.Float(
        string="SPI",
        compute="_compute_earned_value",
        digits=(16, 3),
        aggregator=False,
        help="Schedule performance index, EV / PV: below one, less is done than planned.",
    )
    tcpi = fields.Float(
        string="TCPI",
        compute="_compute_earned_value",
        digits=(16, 3),
        aggregator=False,
        help="To complete on budget, (BAC - EV) / (BAC - AC): above one, the rest has to cost "
        "less than its budget.",
    )
    eac_as_budgeted = fields.Monetary(
        string="EAC: Rest as Budgeted",
        compute="_compute_earned_value",
        help="AC + (BAC - EV): the rest costs what was budgeted.",
    )
    eac_at_cpi = fields.Monetary(
        string="EAC: Rest as until Now",
        compute="_compute_earned_value",
        help="BAC / CPI: the rest goes as until now.",
    )
    eac_at_cpi_and_spi = fields.Monetary(
        string="EAC: Lost Time Made up",
        compute="_compute_earned_value",
        help="AC + (BAC - EV) / (CPI x SPI): lost time has to be made up, too.",
    )

    @api.depends("revised_budget", "planned_value", "earned_value", "job_to_date")
    def _compute_earned_value(self):
        for record in self:
            found = record._get_earned_value()
            for name in MEASURES:
                record[name] = float(getattr(found, name) or 0)

    def _get_earned_value(self):
        """Return the EarnedValue of the record."""
        self.ensure_one()
        return EarnedValue(
            bac=decimal(self.revised_budget),
            ev=decimal(self.earned_value),
            ac=decimal(self.job_to_date),
            pv=decimal(self.planned_value),
        )

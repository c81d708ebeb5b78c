# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    forecast_note_amount = fields.Monetary(
        string="Explain Changes above",
        help="A line of a forecast that changes by more than this against the forecast before "
        "needs a note. 0: never.",
    )
    plan_profile = fields.Selection(
        [("linear", "Evenly over its time"), ("s_curve", "Slow start and slow end")],
        string="Planned Value",
        default="linear",
        required=True,
        help="How the budget of a line is planned to be earned between its start and finish.",
    )
    plan_first_percent = fields.Float(
        string="First Third (%)", default=25, help="Of the work, in the first third of its time."
    )
    plan_last_percent = fields.Float(
        string="Last Third (%)", default=25, help="Of the work, in the last third of its time."
    )

    _plan_percent_range = models.Constraint(
        "CHECK (plan_first_percent >= 0 AND plan_last_percent >= 0"
        " AND plan_first_percent + plan_last_percent <= 100)",
        "The first and the last third of the time hold between 0 and 100 percent of the work.",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    emergency_limit = fields.Monetary(
        help="How much may be bought without an approval and not be regularised yet, by one "
        "buyer or for one job. Zero: nothing.",
    )
    emergency_days = fields.Integer(
        string="Days to Regularise",
        default=3,
        help="After so many days an emergency purchase that is not regularised is overdue.",
    )

    _emergency_positive = models.Constraint(
        "CHECK (emergency_limit >= 0 AND emergency_days >= 0)",
        "Limit and days of emergency purchases cannot be negative.",
    )

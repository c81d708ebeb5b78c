# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    overtime_factor = fields.Float(
        default=1.5, digits=(4, 2), help="An overtime hour costs this many regular hours."
    )
    double_time_factor = fields.Float(
        default=2.0, digits=(4, 2), help="A double-time hour costs this many regular hours."
    )

    _pay_factors_positive = models.Constraint(
        "CHECK (LEAST(overtime_factor, double_time_factor) >= 1)",
        "An overtime or double-time hour cannot cost less than a regular one.",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cost_late_days = fields.Integer(
        string="Late after Days",
        default=10,
        help="An amount that is recorded more days after its date shows as late in the ledger.",
    )

    _cost_late_days_positive = models.Constraint(
        "CHECK (cost_late_days >= 0)", "Days cannot be negative."
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    compliance_reminder_days = fields.Integer(
        string="Remind before the End",
        default=30,
        help="So many days before a compliance document of a vendor with open orders ends, who "
        "answers for them is reminded.",
    )
    payroll_week_end = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Payroll Week Ends on",
        default="6",
        required=True,
        help="Certified payrolls are wanted for the weeks that end on this day.",
    )

    _compliance_reminder_positive = models.Constraint(
        "CHECK (compliance_reminder_days >= 0)", "The days of a reminder cannot be negative."
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Expenses of jobs."""

    _inherit = "res.company"

    expense_approval_limit = fields.Monetary(
        string="Job Expenses without Job Approver",
        help="Up to this amount, net of tax, whoever approves expenses approves those of jobs. "
        "Above it somebody of the job's approval rules does.",
    )

    _expense_approval_limit_positive = models.Constraint(
        "CHECK (expense_approval_limit >= 0)", "The limit of expenses cannot be negative."
    )

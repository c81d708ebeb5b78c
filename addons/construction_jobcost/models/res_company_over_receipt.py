# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.over_receipt import OverReceiptRule
from ..core.values import decimal

POLICIES = [
    ("allow", "Accept it"),
    ("ask", "Ask the project manager"),
    ("refuse", "Refuse it"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    over_receipt_policy = fields.Selection(
        POLICIES,
        string="More than Ordered",
        default="ask",
        required=True,
        help="What happens when more is received than a job's order says, beyond the tolerance.",
    )
    over_receipt_percent = fields.Float(string="Receipt Tolerance (%)", digits=(5, 2))
    over_receipt_amount = fields.Monetary(string="Receipt Tolerance")

    _over_receipt_positive = models.Constraint(
        "CHECK (LEAST(over_receipt_percent, over_receipt_amount) >= 0)",
        "A receipt tolerance cannot be negative.",
    )

    def _get_over_receipt_rule(self):
        """Return the company's OverReceiptRule."""
        self.ensure_one()
        return OverReceiptRule(
            self.over_receipt_policy,
            decimal(self.over_receipt_percent),
            decimal(self.over_receipt_amount),
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

TAX_POLICIES = [
    ("gross", "With the Work: on all that is billed"),
    ("release", "With the Payment: on what is held back when it is released"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    retention_payable_account_id = fields.Many2one(
        "account.account",
        string="Retention Payable",
        domain="[('account_type', 'in', ('liability_current', 'liability_non_current'))]",
        check_company=True,
        ondelete="restrict",
        help="What is held back from subcontractors is owed on this account until its release.",
    )
    retention_release_days = fields.Integer(
        string="Days until Release",
        help="Retention is expected to be released so many days after the contract's finish.",
    )
    retention_tax_policy = fields.Selection(
        TAX_POLICIES, string="Tax on Retention", default="gross", required=True
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    accrual_journal_id = fields.Many2one(
        "account.journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        check_company=True,
        ondelete="restrict",
        help="Accrual entries of a month end and their reversals are posted in this journal.",
    )
    accrual_account_id = fields.Many2one(
        "account.account",
        string="Accrued Liabilities",
        domain="[('account_type', '=', 'liability_current')]",
        check_company=True,
        ondelete="restrict",
        help="What was accepted and not billed yet is owed on this account.",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    retention_receivable_account_id = fields.Many2one(
        "account.account",
        string="Retention Receivable",
        domain="[('account_type', 'in', ('asset_current', 'asset_non_current'))]",
        check_company=True,
        ondelete="restrict",
        help="What owners hold back stands on this account until its release.",
    )
    owner_billing_product_id = fields.Many2one(
        "product.product",
        check_company=True,
        ondelete="restrict",
        help="Gives income account and taxes of owner invoices; empty: those of the journal and "
        "the company.",
    )
    progress_tolerance_percent = fields.Float(
        string="Progress Tolerance (%)",
        digits=(5, 2),
        default=5.0,
        help="By how many points the percent complete of the field and that of finance may "
        "differ without anybody resolving it.",
    )

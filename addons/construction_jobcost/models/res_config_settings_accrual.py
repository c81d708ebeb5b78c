# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    accrual_journal_id = fields.Many2one(
        related="company_id.accrual_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    accrual_account_id = fields.Many2one(
        related="company_id.accrual_account_id",
        readonly=False,
        domain="[('account_type', '=', 'liability_current'), ('company_ids', 'in', company_id)]",
    )

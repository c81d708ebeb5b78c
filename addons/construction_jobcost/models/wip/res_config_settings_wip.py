# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wip_journal_id = fields.Many2one(
        related="company_id.wip_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    wip_revenue_account_id = fields.Many2one(
        related="company_id.wip_revenue_account_id",
        readonly=False,
        domain="[('account_type', '=', 'income'), ('company_ids', 'in', company_id)]",
    )
    wip_asset_account_id = fields.Many2one(
        related="company_id.wip_asset_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current'), ('company_ids', 'in', company_id)]",
    )
    wip_liability_account_id = fields.Many2one(
        related="company_id.wip_liability_account_id",
        readonly=False,
        domain="[('account_type', '=', 'liability_current'), ('company_ids', 'in', company_id)]",
    )
    wip_loss_account_id = fields.Many2one(
        related="company_id.wip_loss_account_id",
        readonly=False,
        domain="[('account_type', '=like', 'expense%'), ('company_ids', 'in', company_id)]",
    )
    wip_provision_account_id = fields.Many2one(
        related="company_id.wip_provision_account_id",
        readonly=False,
        domain="[('account_type', '=', 'liability_current'), ('company_ids', 'in', company_id)]",
    )

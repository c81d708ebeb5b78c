# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    retention_receivable_account_id = fields.Many2one(
        related="company_id.retention_receivable_account_id",
        readonly=False,
        domain="[('account_type', 'in', ('asset_current', 'asset_non_current')), "
        "('company_ids', 'in', company_id)]",
    )
    owner_billing_product_id = fields.Many2one(
        related="company_id.owner_billing_product_id", readonly=False
    )
    progress_tolerance_percent = fields.Float(
        related="company_id.progress_tolerance_percent", readonly=False
    )

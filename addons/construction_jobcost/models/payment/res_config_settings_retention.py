# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    retention_payable_account_id = fields.Many2one(
        related="company_id.retention_payable_account_id",
        readonly=False,
        domain="[('account_type', 'in', ('liability_current', 'liability_non_current')), "
        "('company_ids', 'in', company_id)]",
    )
    retention_release_days = fields.Integer(
        related="company_id.retention_release_days", readonly=False
    )
    retention_tax_policy = fields.Selection(
        related="company_id.retention_tax_policy", readonly=False
    )

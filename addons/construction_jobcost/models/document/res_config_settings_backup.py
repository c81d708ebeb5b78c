# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    asks_backup = fields.Boolean(related="company_id.asks_backup", readonly=False)
    backup_limit = fields.Monetary(
        related="company_id.backup_limit",
        readonly=False,
        currency_field="company_currency_id",
    )

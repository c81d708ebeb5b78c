# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    emergency_limit = fields.Monetary(
        related="company_id.emergency_limit", readonly=False, currency_field="company_currency_id"
    )
    emergency_days = fields.Integer(related="company_id.emergency_days", readonly=False)

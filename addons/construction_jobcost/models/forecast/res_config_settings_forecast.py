# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    forecast_note_amount = fields.Monetary(
        related="company_id.forecast_note_amount",
        readonly=False,
        currency_field="company_currency_id",
    )
    plan_profile = fields.Selection(related="company_id.plan_profile", readonly=False)
    plan_first_percent = fields.Float(related="company_id.plan_first_percent", readonly=False)
    plan_last_percent = fields.Float(related="company_id.plan_last_percent", readonly=False)

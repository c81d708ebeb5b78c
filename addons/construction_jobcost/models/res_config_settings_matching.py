# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    company_currency_id = fields.Many2one(related="company_id.currency_id")
    match_price_percent = fields.Float(related="company_id.match_price_percent", readonly=False)
    match_price_amount = fields.Monetary(
        related="company_id.match_price_amount",
        readonly=False,
        currency_field="company_currency_id",
    )
    match_quantity_percent = fields.Float(
        related="company_id.match_quantity_percent", readonly=False
    )
    match_quantity_units = fields.Float(related="company_id.match_quantity_units", readonly=False)
    match_total_percent = fields.Float(related="company_id.match_total_percent", readonly=False)
    match_total_amount = fields.Monetary(
        related="company_id.match_total_amount",
        readonly=False,
        currency_field="company_currency_id",
    )

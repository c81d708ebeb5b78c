# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    over_receipt_policy = fields.Selection(
        related="company_id.over_receipt_policy", readonly=False, required=True
    )
    over_receipt_percent = fields.Float(related="company_id.over_receipt_percent", readonly=False)
    over_receipt_amount = fields.Monetary(
        related="company_id.over_receipt_amount",
        readonly=False,
        currency_field="company_currency_id",
    )

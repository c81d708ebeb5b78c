# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    approval_ladder = fields.Selection(related="company_id.approval_ladder", readonly=False)
    approval_entries = fields.Boolean(related="company_id.approval_entries", readonly=False)
    approval_entry_minimum = fields.Monetary(
        related="company_id.approval_entry_minimum",
        readonly=False,
        currency_field="company_currency_id",
    )

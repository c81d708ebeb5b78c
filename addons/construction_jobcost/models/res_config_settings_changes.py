# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    change_event_cost = fields.Boolean(related="company_id.change_event_cost", readonly=False)
    change_slow_days = fields.Integer(related="company_id.change_slow_days", readonly=False)

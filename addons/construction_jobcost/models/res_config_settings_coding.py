# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Who may ask for cost codes on jobs."""

    _inherit = "res.config.settings"

    cost_code_requests = fields.Boolean(related="company_id.cost_code_requests", readonly=False)

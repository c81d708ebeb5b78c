# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How cost codes are written, and who may ask for them on jobs."""

    _inherit = "res.config.settings"

    cost_code_requests = fields.Boolean(related="company_id.cost_code_requests", readonly=False)
    cost_code_scheme_id = fields.Many2one(
        related="company_id.cost_code_scheme_id",
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    overtime_factor = fields.Float(related="company_id.overtime_factor", readonly=False)
    double_time_factor = fields.Float(related="company_id.double_time_factor", readonly=False)
    burden_type_id = fields.Many2one(related="company_id.burden_type_id", readonly=False)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    compliance_reminder_days = fields.Integer(
        related="company_id.compliance_reminder_days", readonly=False
    )
    payroll_week_end = fields.Selection(
        related="company_id.payroll_week_end", readonly=False, required=True
    )

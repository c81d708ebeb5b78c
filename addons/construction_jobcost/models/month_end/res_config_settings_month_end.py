# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    month_end_change_days = fields.Integer(
        related="company_id.month_end_change_days", readonly=False
    )
    month_end_guard = fields.Selection(
        related="company_id.month_end_guard", readonly=False, required=True
    )
    payroll_account_ids = fields.Many2many(
        related="company_id.payroll_account_ids",
        readonly=False,
        domain="[('company_ids', 'in', company_id)]",
    )

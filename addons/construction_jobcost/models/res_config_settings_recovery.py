# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    recovery_journal_id = fields.Many2one(
        related="company_id.recovery_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    equipment_cost_account_id = fields.Many2one(
        related="company_id.equipment_cost_account_id", readonly=False
    )
    equipment_recovery_account_id = fields.Many2one(
        related="company_id.equipment_recovery_account_id", readonly=False
    )
    burden_cost_account_id = fields.Many2one(
        related="company_id.burden_cost_account_id", readonly=False
    )
    burden_recovery_account_id = fields.Many2one(
        related="company_id.burden_recovery_account_id", readonly=False
    )

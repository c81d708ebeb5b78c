# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    intercompany_journal_id = fields.Many2one(
        related="company_id.intercompany_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    intercompany_due_account_id = fields.Many2one(
        related="company_id.intercompany_due_account_id", readonly=False
    )
    intercompany_cost_account_id = fields.Many2one(
        related="company_id.intercompany_cost_account_id", readonly=False
    )
    intercompany_recovery_account_id = fields.Many2one(
        related="company_id.intercompany_recovery_account_id", readonly=False
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Expenses of jobs."""

    _inherit = "res.config.settings"

    expense_approval_limit = fields.Monetary(
        related="company_id.expense_approval_limit",
        currency_field="company_currency_id",
        readonly=False,
    )

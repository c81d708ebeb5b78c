# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Who may ask for cost codes on jobs."""

    _inherit = "res.company"

    cost_code_requests = fields.Boolean(
        string="Project managers request cost codes",
        default=True,
        help="Project managers ask for a code on their job; a cost controller opens it.",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """How new cost codes of the company are written."""

    _inherit = "res.company"

    cost_code_scheme_id = fields.Many2one(
        "construction.cost.code.scheme",
        ondelete="restrict",
        domain="[('company_id', 'in', [False, id])]",
        help="New cost codes are written as it says. Empty: as one likes.",
    )

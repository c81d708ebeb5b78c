# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionCostCode(models.Model):
    """Codes that hold money for what is not known yet."""

    _inherit = "construction.cost.code"

    is_contingency = fields.Boolean(
        string="Contingency",
        help="The budget of this code is a reserve: it is transferred to where it is needed.",
    )

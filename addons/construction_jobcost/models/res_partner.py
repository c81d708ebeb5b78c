# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    """What a contractor keeps of vendors and subcontractors."""

    _inherit = "res.partner"

    is_subcontractor = fields.Boolean(string="Subcontractor")
    license_number = fields.Char(string="License No.", help="The contractor's license.")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResCompany(models.Model):
    """The tolerances for vendors without a class of their own."""

    _name = "res.company"
    _inherit = ["res.company", "construction.match.tolerance"]

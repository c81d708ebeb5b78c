# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionMatchClass(models.Model):
    """A class of vendors whose bills are matched with tolerances of their own."""

    _name = "construction.match.class"
    _description = "Vendor Class for Matching"
    _inherit = ["construction.match.tolerance"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

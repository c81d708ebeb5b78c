# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class GatehouseGate(models.Model):
    """A gate of a site."""

    _name = "gatehouse.gate"
    _description = "Gate"

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    state = fields.Selection([("open", "Open"), ("closed", "Closed")], required=True)

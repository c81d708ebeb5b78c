# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionChangeReason(models.Model):
    _name = "construction.change.reason"
    _description = "Reason for Change"
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "Another reason has this code already.")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionTestProbe(models.Model):
    """One row for each time a message was applied: none may be missing, none be there twice."""

    _name = "construction.test.probe"
    _description = "Test Probe"

    key = fields.Char(required=True)
    number = fields.Integer(required=True)

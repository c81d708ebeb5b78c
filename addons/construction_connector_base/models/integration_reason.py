# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationReason(models.Model):
    """Why messages leave the happy path: what it means, what to do, who may override it."""

    _name = "integration.reason"
    _description = "Message Reason"
    _order = "code"

    code = fields.Char(required=True, help="Stable code, as outside systems see it.")
    name = fields.Char(required=True, translate=True)
    meaning = fields.Text(translate=True)
    what_to_do = fields.Text(translate=True)
    override_group_id = fields.Many2one(
        "res.groups",
        string="May Be Overridden By",
        help="Members may let a message pass in spite of this reason. Empty: nobody may.",
        ondelete="set null",
    )

    _code_uniq = models.UniqueIndex("(code)", "This reason code exists already.")

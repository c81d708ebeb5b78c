# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationOverride(models.Model):
    """A person's decision to let a message pass in spite of a reason; kept for good."""

    _name = "integration.override"
    _description = "Override"
    _rec_name = "code"
    _order = "id"

    message_id = fields.Many2one(
        "integration.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    code = fields.Char("Overridden Reason", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

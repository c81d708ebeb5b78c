# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationMessageRefuse(models.TransientModel):
    """Asks why messages are not approved."""

    _name = "integration.message.refuse"
    _description = "Refuse Messages"

    message_ids = fields.Many2many("integration.message", required=True, readonly=True)
    reason = fields.Text("Why Is It Not Approved?", required=True)

    def action_refuse(self):
        """Reject the messages for good."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why the message is refused: its sender will ask."))
        self.message_ids._refuse(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationMessageReject(models.TransientModel):
    """Asks why messages are given up."""

    _name = "integration.message.reject"
    _description = "Reject Messages"

    message_ids = fields.Many2many("integration.message", required=True, readonly=True)
    reason = fields.Text("Why Is It Rejected?", required=True)

    def action_reject(self):
        """Reject the messages for good."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why the message is rejected: its sender will ask."))
        self.message_ids._reject(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}

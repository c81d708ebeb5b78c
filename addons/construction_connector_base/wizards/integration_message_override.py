# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationMessageOverride(models.TransientModel):
    """Asks why messages shall pass in spite of their reasons."""

    _name = "integration.message.override"
    _description = "Override Messages"

    message_ids = fields.Many2many("integration.message", required=True, readonly=True)
    reason = fields.Text("Why May It Pass?", required=True)

    def action_override(self):
        """Record the override and queue the messages again."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why the message may pass: auditors will ask."))
        pending = self.message_ids._override(self.reason.strip())
        close = {"type": "ir.actions.act_window_close"}
        return pending._notify_pending(close) if pending else close

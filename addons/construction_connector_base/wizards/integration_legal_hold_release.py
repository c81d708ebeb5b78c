# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationLegalHoldRelease(models.TransientModel):
    """Asks why a legal hold ends."""

    _name = "integration.legal.hold.release"
    _description = "Release a Legal Hold"

    hold_id = fields.Many2one("integration.legal.hold", required=True, readonly=True)
    message_count = fields.Integer(related="hold_id.message_count")
    reason = fields.Text("Why Does It End?", required=True)

    def action_release(self):
        """End the hold."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why the hold ends: it may be asked for years later."))
        self.hold_id._release(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}

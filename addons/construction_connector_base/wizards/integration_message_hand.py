# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationMessageHand(models.TransientModel):
    """Asks who shall settle messages."""

    _name = "integration.message.hand"
    _description = "Hand Messages On"

    message_ids = fields.Many2many("integration.message", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "To",
        required=True,
        domain=lambda self: self.env["integration.desk.rule"]._domain_person(),
    )
    note = fields.Text()

    def action_hand(self):
        """Make the user the owner of the messages."""
        self.ensure_one()
        self.message_ids._check_operator()
        self.message_ids._check_on_desk()
        self.message_ids._hand_to(self.user_id, note=(self.note or "").strip())
        return {"type": "ir.actions.act_window_close"}

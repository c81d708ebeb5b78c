# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..core import states
from ..core.policy import APPROVAL


class IntegrationMessage(models.Model):
    """Messages that people must approve before they are applied."""

    _inherit = "integration.message"

    approved_by_id = fields.Many2one("res.users", readonly=True)
    approved_at = fields.Datetime(readonly=True)
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("state", "waiting_key")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        groups = self.env.user.all_group_ids.ids
        is_service = self.env.user._is_integration_service()
        for message in self:
            group_id = message._approval_group_id()
            message.can_approve = bool(group_id) and group_id in groups and not is_service

    def action_approve(self):
        """Let messages that wait for an approval pass, on this user's word."""
        self._check_states(states.WAITING)
        self._check_approver()
        # plain SQL: nobody has a right to write messages; the right to this was checked above
        self.env.cr.execute(
            SQL(
                """
                UPDATE integration_message SET approved_by_id = %s, approved_at = %s
                 WHERE id = ANY(%s)
                """,
                self.env.uid,
                fields.Datetime.now(),
                self.ids,
            )
        )
        self._note_decision("message.approved")
        self._queue_again(self.ids)

    def action_open_refuse(self):
        """Ask why the messages are not approved."""
        self._check_approver()
        return self._wizard_action("integration.message.refuse", self.env._("Refuse"))

    def _refuse(self, reason: str) -> None:
        """Give messages that wait for an approval up, on this user's word."""
        self._check_states(states.WAITING)
        self._check_approver()
        self._note_decision("message.refused")
        self._close(reason)

    def _check_approver(self) -> None:
        self.check_access("read")
        self.invalidate_recordset(["can_approve"])
        for message in self:
            if not message.can_approve:
                raise AccessError(message._approval_refusal())

    def _approval_refusal(self) -> str:
        group_id = self._approval_group_id()
        if not group_id:
            return self.env._(
                "Message %(message)s waits for something other than an approval.",
                message=self.external_id,
            )
        return self.env._(
            "Message %(message)s can be approved by members of %(group)s only. Ask one of them.",
            message=self.external_id,
            # sudo: the name of a group is no secret, its record is not for everyone
            group=self.env["res.groups"].sudo().browse(group_id).full_name,
        )

    def _approval_group_id(self) -> int | None:
        """The group whose members may approve the message; None if it waits for no approval."""
        if self.state != states.WAITING or not (self.waiting_key or "").startswith(f"{APPROVAL}:"):
            return None
        policy = self.env["integration.contract.policy"]._policy(
            self.type, self.company_id.id, self.system_id.id, self.direction
        )
        return policy.approval_group_id

    @api.model
    def _void_approvals(self, ids) -> None:
        """Forget who approved these messages: they will say something else from now on."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE integration_message SET approved_by_id = NULL, approved_at = NULL
                 WHERE id = ANY(%s) AND approved_at IS NOT NULL
                """,
                list(ids),
            )
        )
        self.invalidate_model(["approved_by_id", "approved_at"])

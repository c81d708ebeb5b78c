# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..core import states
from ..core.change import Change


class IntegrationMessage(models.Model):
    """What people decide about messages. Nobody may write one; each decision is checked here."""

    _inherit = "integration.message"

    def action_retry(self):
        """Try failed messages again now."""
        self._check_operator()
        self._check_states(states.EXCEPTION, states.DEAD, states.RETRY)
        self._queue_again(self.ids)

    def action_release(self):
        """Try waiting messages again, in case what they wait for is there."""
        self._check_operator()
        self._check_states(states.WAITING)
        self._queue_again(self.ids)

    def action_open_override(self):
        """Ask for the reason of an override."""
        return self._open_wizard("integration.message.override", self.env._("Override"))

    def action_open_reject(self):
        """Ask for the reason of a rejection."""
        return self._open_wizard("integration.message.reject", self.env._("Reject"))

    def action_retry_all(self):
        """List action: retry what failed, release what waits; leave the rest."""
        self._check_operator()
        ids = self.filtered(
            lambda m: m.state in (states.EXCEPTION, states.DEAD, states.RETRY, states.WAITING)
        ).ids
        self._queue_again(ids)

    def _override(self, reason: str) -> None:
        """Let the messages pass in spite of their reasons, on this user's word.

        Raises ``UserError`` where a reason cannot be overridden, ``AccessError`` where this user
        may not.
        """
        self._check_operator()
        self._check_states(states.EXCEPTION)
        groups = self.env.user.all_group_ids
        for message in self:
            message._check_override(groups)
        # sudo: nobody may write overrides by hand; the right to this one was checked above
        self.env["integration.override"].sudo().create(
            [
                {
                    "message_id": message.id,
                    "code": message.reason_code,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for message in self
            ]
        )
        self._queue_again(self.ids)

    def _reject(self, reason: str) -> None:
        """Give the messages up, on this user's word."""
        self._check_operator()
        self._check_states(states.EXCEPTION, states.DEAD, states.WAITING, states.RETRY)
        self._close(reason)

    def _close(self, reason: str) -> None:
        text = self.env._("%(user)s: %(reason)s", user=self.env.user.name, reason=reason)
        self._transition(
            [Change(id_, states.REJECTED, reason_code="rejected", reason_text=text)
             for id_ in self.ids]
        )  # fmt: skip

    def _check_override(self, groups) -> None:
        group = self.reason_id.override_group_id
        if not group:
            raise UserError(
                self.env._(
                    "Message %(message)s stopped for “%(reason)s”, which cannot be overridden. "
                    "Mend the cause and retry, or reject it.",
                    message=self.external_id,
                    reason=self.reason_id.name or self.reason_code,
                )
            )
        if group not in groups:
            raise AccessError(
                self.env._(
                    "“%(reason)s” (message %(message)s) can be overridden by members of "
                    "%(group)s only. Ask one of them.",
                    message=self.external_id,
                    reason=self.reason_id.name,
                    # sudo: the name of a group is no secret, its record is not for everyone
                    group=group.sudo().full_name,
                )
            )

    def _check_operator(self) -> None:
        self.check_access("read")
        if not self.env.user.has_group("construction_connector_base.group_operator"):
            raise AccessError(
                self.env._(
                    "Only integration operators may decide about messages. Ask for the group "
                    "Integration: Operator."
                )
            )

    def _check_states(self, *allowed: str) -> None:
        self.invalidate_recordset(["state"])
        strange = self.filtered(lambda message: message.state not in allowed)
        if strange:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Message %(message)s is in state %(state)s; this is possible in "
                    "%(allowed)s only.",
                    message=strange[0].external_id,
                    state=labels[strange[0].state],
                    allowed=", ".join(labels[state] for state in allowed),
                )
            )

    def _open_wizard(self, model_name: str, title: str) -> dict[str, Any]:
        self._check_operator()
        return self._wizard_action(model_name, title)

    def _wizard_action(self, model_name: str, title: str) -> dict[str, Any]:
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model_name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_message_ids": self.ids},
        }

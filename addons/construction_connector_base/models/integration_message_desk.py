# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import fields, models
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

    def _override(self, reason: str):
        """Let the messages pass in spite of their reasons, on this user's word.

        Returns the overrides that a second person must confirm first; their messages stay.
        Raises ``UserError`` where a reason cannot be overridden, ``AccessError`` where this user
        may not.
        """
        self._check_operator()
        self._check_states(states.EXCEPTION)
        for message in self:
            message._check_override(message.reason_code)
        self._check_not_asked()
        # sudo: nobody may write overrides by hand; the right to this one was checked above
        overrides = (
            self.env["integration.override"]
            .sudo()
            .create([message._prepare_override_values(reason) for message in self])
        )
        pending = overrides.filtered(lambda override: override.state == "pending")
        pending._note("override.requested")
        (overrides - pending)._note("override.recorded")
        self._queue_again((overrides - pending).message_id.ids)
        return pending.with_env(self.env)

    def _prepare_override_values(self, reason: str) -> dict[str, Any]:
        self.ensure_one()
        now = fields.Datetime.now()
        needs_second = self.reason_id._needs_second_person(self.amount_at_stake or None)
        return {
            "message_id": self.id,
            "code": self.reason_code,
            "reason": reason,
            "user_id": self.env.uid,
            "date": now,
            "amount": self.amount_at_stake,
            "state": "pending" if needs_second else "confirmed",
            "expires_at": self.reason_id._override_expiry(now),
        }

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

    def _check_override(self, code: str) -> None:
        """Whether this user may override the reason with this code."""
        self.ensure_one()
        reasons = self.env["integration.reason"]
        reason = reasons._by_code([code]).get(code, reasons)
        group = reason.override_group_id
        if not group:
            raise UserError(
                self.env._(
                    "Message %(message)s stopped for “%(reason)s”, which cannot be overridden. "
                    "Mend the cause and retry, or reject it.",
                    message=self.external_id,
                    reason=reason.name or code,
                )
            )
        if group not in self.env.user.all_group_ids:
            raise AccessError(
                self.env._(
                    "“%(reason)s” (message %(message)s) can be overridden by members of "
                    "%(group)s only. Ask one of them.",
                    message=self.external_id,
                    reason=reason.name,
                    # sudo: the name of a group is no secret, its record is not for everyone
                    group=group.sudo().full_name,
                )
            )

    def _check_not_asked(self) -> None:
        # sudo: whether somebody asked is no secret for those who may decide
        asked = self.sudo().override_ids.filtered(
            lambda override: override.state == "pending" and not override.is_expired
        )
        if asked:
            raise UserError(
                self.env._(
                    "%(user)s has asked for the override of %(message)s already; a second person "
                    "must confirm it.",
                    user=asked[0].user_id.name,
                    message=asked[0].message_id.external_id,
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

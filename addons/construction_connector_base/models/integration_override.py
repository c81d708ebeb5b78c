# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PENDING, CONFIRMED, REFUSED, VOID = "pending", "confirmed", "refused", "void"


class IntegrationOverride(models.Model):
    """A person's decision to let a message pass in spite of a reason; kept for good.

    It counts from the moment it is in force (where a second person is needed: when that one has
    confirmed it) until it expires. Once its message has passed, it counts for that message for
    ever, so that a replay ends as the first time.
    """

    _name = "integration.override"
    _description = "Override"
    _rec_name = "code"
    _order = "id"

    message_id = fields.Many2one(
        "integration.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="message_id.company_id")
    currency_id = fields.Many2one(related="message_id.currency_id")
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
    amount = fields.Monetary("At Stake", readonly=True, help="When it was decided.")
    state = fields.Selection(
        [
            (PENDING, "To Confirm"),
            (CONFIRMED, "In Force"),
            (REFUSED, "Refused"),
            (VOID, "Void"),
        ],
        required=True,
        readonly=True,
        default=CONFIRMED,
    )
    second_user_id = fields.Many2one(
        "res.users", "Second Person", readonly=True, ondelete="restrict"
    )
    second_date = fields.Datetime("Second Person At", readonly=True)
    expires_at = fields.Datetime("Void If Not Used Until", readonly=True)
    used_at = fields.Datetime("Used", readonly=True)
    is_expired = fields.Boolean("Expired", compute="_compute_is_expired")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    # what waits for a second person
    _pending_idx = models.Index("(id) WHERE state = 'pending'")
    _two_persons = models.Constraint(
        "CHECK (second_user_id IS NULL OR second_user_id <> user_id)",
        "The second person must be another than the first.",
    )

    @api.depends("expires_at", "used_at")
    def _compute_is_expired(self):
        now = fields.Datetime.now()
        for override in self:
            override.is_expired = bool(
                not override.used_at and override.expires_at and override.expires_at <= now
            )

    @api.depends("state", "user_id", "code", "is_expired")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        reasons = self.env["integration.reason"]._by_code(set(self.mapped("code")))
        groups = self.env.user.all_group_ids
        for override in self:
            group = (
                reasons[override.code].override_group_id if override.code in reasons else groups[:0]
            )
            override.can_decide = bool(
                override.state == PENDING
                and not override.is_expired
                and override.user_id != self.env.user
                and group & groups
            )

    def _notify_pending(self, then: dict[str, Any]) -> dict[str, Any]:
        """Tell the first person that a second one is needed; ``then``: the action that follows."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("A second person must confirm"),
                "message": self.env._(
                    "%(count)s of the messages stay on the desk until somebody else confirms the "
                    "override under Overrides to Confirm.",
                    count=len(self),
                ),
                "next": then,
            },
        }

    @api.model
    def _domain_in_force(self) -> Domain:
        """The overrides that count now."""
        lives = Domain("expires_at", "=", False) | Domain("expires_at", ">", fields.Datetime.now())
        return Domain("state", "=", CONFIRMED) & (lives | Domain("used_at", "!=", False))

    def _in_force(self):
        """Those of these overrides that count now."""
        return self.filtered_domain(self._domain_in_force())

    def action_confirm(self):
        """Agree, as the second person, and let the messages pass."""
        self._check_second_person()
        self._check_still_stopped()
        self._decide(CONFIRMED)
        self._note("override.confirmed")
        # sudo: as with an override that needs no second person, the right was checked above
        self.message_id.sudo()._queue_again(self.message_id.ids)

    def action_refuse(self):
        """Disagree, as the second person: the messages stay where they are."""
        self._check_second_person()
        self._decide(REFUSED)
        self._note("override.refused")

    def _decide(self, state: str) -> None:
        now = fields.Datetime.now()
        for override in self:
            reason = self.env["integration.reason"]._by_code([override.code])[override.code]
            # sudo: nobody may write overrides by hand; the right to this one was checked before
            override.sudo().write(
                {
                    "state": state,
                    "second_user_id": self.env.uid,
                    "second_date": now,
                    "expires_at": reason._override_expiry(now),
                }
            )

    def _check_second_person(self) -> None:
        self.check_access("read")
        self.message_id._check_operator()
        self.invalidate_recordset(["state"])
        for override in self:
            if override.state != PENDING or override.is_expired:
                raise UserError(
                    self.env._(
                        "The override of %(message)s is not to be confirmed any more. Reload.",
                        message=override.message_id.external_id,
                    )
                )
            if override.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You asked for the override of %(message)s yourself: somebody else must "
                        "confirm it.",
                        message=override.message_id.external_id,
                    )
                )
            override.message_id._check_override(override.code)

    def _check_still_stopped(self) -> None:
        for override in self:
            message = override.message_id
            if message.state != "exception" or message.reason_code != override.code:
                raise UserError(
                    self.env._(
                        "Message %(message)s no longer stops for the reason that was to be "
                        "overridden. Refuse this override.",
                        message=message.external_id,
                    )
                )

    @api.model
    def _mark_used(self, message_ids) -> None:
        """Note that the overrides of messages that are done have served."""
        overrides = self.search(
            Domain("message_id", "in", message_ids)
            & Domain("message_id.state", "=", "done")
            & Domain("used_at", "=", False)
            & self._domain_in_force()
        )
        overrides.used_at = fields.Datetime.now()
        overrides._note("override.used")

    @api.model
    def _void(self, messages) -> None:
        """End the unused overrides of messages that are no longer what they were."""
        # sudo: nobody may write overrides by hand; callers have checked what the person may do
        overrides = self.sudo().search(
            [
                ("message_id", "in", messages.ids),
                ("state", "in", [PENDING, CONFIRMED]),
                ("used_at", "=", False),
            ]
        )
        overrides.write({"state": VOID})
        overrides._note("override.voided")

    def _note(self, step: str) -> None:
        for override in self:
            self.env["integration.audit.entry"]._note(
                step,
                {
                    "code": override.code,
                    "amount": override.amount,
                    "reason": override.reason,
                    "asked_by": override.user_id.id,
                },
                messages=override.message_id.ids,
                record=override,
                company_id=override.company_id.id,
                system_id=override.message_id.system_id.id,
            )

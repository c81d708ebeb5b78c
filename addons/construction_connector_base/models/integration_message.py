# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from ..core import states
from ..core.change import Change
from ..core.intake import Result
from ..core.item import waiting_key
from ..core.lanes import Lane

STATES = [
    (states.RECEIVED, "Received"),
    (states.PENDING, "Pending"),
    (states.WAITING, "Waiting"),
    (states.RETRY, "Retry"),
    (states.UNKNOWN, "Unknown"),
    (states.EXCEPTION, "Exception"),
    (states.DEAD, "Dead"),
    (states.REJECTED, "Rejected"),
    (states.SUPERSEDED, "Superseded"),
    (states.DONE, "Done"),
    (states.DELIVERED, "Delivered"),
    (states.ACKNOWLEDGED, "Acknowledged"),
]


def _iso(moment: datetime | None) -> str | None:
    return f"{moment.isoformat(timespec='milliseconds')}Z" if moment else None


class IntegrationMessage(models.Model):
    """A message of an outside system or for one, with its outcome. This table is the queue."""

    _name = "integration.message"
    _description = "Message"
    _rec_name = "document_key"
    _order = "id desc"
    _check_company_auto = True
    # the door fills it with thousands of rows per second; who and when stand in its own fields
    _log_access = False

    uuid = fields.Char("Message ID", required=True, readonly=True)
    direction = fields.Selection(
        [("inbound", "Inbound"), ("outbound", "Outbound")],
        required=True,
        readonly=True,
        default="inbound",
    )
    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one(related="company_id.currency_id")
    external_id = fields.Char("External ID", required=True, readonly=True)
    type = fields.Char(required=True, readonly=True)
    workflow = fields.Char(required=True, readonly=True)
    subject = fields.Char(readonly=True)
    document_key = fields.Char("Document", required=True, readonly=True)
    ordering_key = fields.Char(required=True, readonly=True)
    sequence = fields.Char(readonly=True, help="The sender's own count within the ordering key.")
    entity = fields.Char(readonly=True)
    traceparent = fields.Char("Trace", readonly=True)
    occurred_at = fields.Datetime(required=True, readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)
    applied_at = fields.Datetime(readonly=True)
    due_at = fields.Datetime(readonly=True)
    payload = fields.Json(readonly=True, prefetch=False)
    payload_text = fields.Text("Payload (formatted)", compute="_compute_payload_text")
    digest = fields.Char(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default=states.RECEIVED)
    attempts = fields.Integer(readonly=True, help="Since it was last queued.", aggregator=None)
    priority = fields.Integer(readonly=True, default=10, aggregator=None)
    reason_code = fields.Char("Code", readonly=True)
    reason_text = fields.Text("What Happened", readonly=True)
    reason_details = fields.Json(readonly=True)
    reason_id = fields.Many2one("integration.reason", compute="_compute_reason_id")
    reason_meaning = fields.Text("What It Means", compute="_compute_reason_id")
    reason_what_to_do = fields.Text("What to Do", compute="_compute_reason_id")
    can_override = fields.Boolean(compute="_compute_can_override")
    amount_at_stake = fields.Monetary("At Stake", readonly=True)
    waiting_key = fields.Char("Waits For", readonly=True)
    error = fields.Text(
        "Technical Error",
        readonly=True,
        prefetch=False,
        groups="construction_connector_base.group_manager",
    )
    override_ids = fields.One2many("integration.override", "message_id", readonly=True)
    document_ids = fields.One2many(
        "integration.message.document", "message_id", "Documents", readonly=True
    )

    # the door: is this message known? An outside system may use the id of what we sent to it.
    _external_id_uniq = models.UniqueIndex("(system_id, external_id) WHERE direction = 'inbound'")
    # the public id
    _uuid_uniq = models.UniqueIndex("(uuid)")
    # a lane's next messages, and whether it has any
    _queue_idx = models.Index(
        "(company_id, system_id, workflow, priority, id) WHERE state IN ('received', 'retry', 'pending', 'unknown')"
    )
    # queued messages of an ordering key, oldest first
    _ordering_idx = models.Index(
        "(company_id, system_id, workflow, ordering_key, id) WHERE state IN ('received', 'retry', 'pending', 'unknown')"
    )
    # keys that are blocked by what is due later, and when the next one is due
    _retry_idx = models.Index(
        "(company_id, system_id, workflow, due_at) WHERE state IN ('retry', 'pending', 'unknown')"
    )
    # who waits for this?
    _waiting_idx = models.Index("(company_id, waiting_key) WHERE state = 'waiting'")
    # what needs a person
    _desk_idx = models.Index("(company_id, id) WHERE state IN ('exception', 'dead')")

    @api.depends("payload")
    def _compute_payload_text(self):
        for message in self:
            message.payload_text = json.dumps(message.payload, indent=2, ensure_ascii=False)

    @api.depends("reason_code")
    def _compute_reason_id(self):
        by_code = self.env["integration.reason"]._by_code(set(self.mapped("reason_code")))
        for message in self:
            reason = by_code.get(message.reason_code, self.env["integration.reason"])
            message.reason_id = reason
            message.reason_meaning = reason.meaning
            message.reason_what_to_do = reason.what_to_do

    @api.depends("state", "reason_code")
    @api.depends_context("uid")
    def _compute_can_override(self):
        groups = self.env.user.all_group_ids
        for message in self:
            group = message.reason_id.override_group_id
            message.can_override = message.state == states.EXCEPTION and group and group in groups

    @api.model
    def _accept(
        self, system, events: Sequence[Any], traceparent: str | None = None
    ) -> list[Result]:
        """Store events of a system in bulk; one result for each, in their order.

        ``events``: decoded JSON, of whatever shape. ``traceparent``: for events without their own.
        Call it late in a transaction: it may hold the lock of a wake-up job until the commit.
        """
        # Nothing that this makes has cycles, but the mere number of objects would start
        # collections, which look at all objects of the server.
        with disabling_gc():
            return self.env["integration.door"]._accept(system, events, traceparent)

    @api.model
    def _drain_lane(self, company_id: int, system_id: int, workflow: str) -> int:
        """Apply the next due messages of a lane; return how many were claimed."""
        return self.env["integration.lane"]._drain(Lane(company_id, system_id, workflow))

    @api.model
    def _release(self, company_id: int, entity: str, external_ids: Collection[str]) -> int:
        """Queue the messages of the company that waited for these; return how many.

        Call it when what they name has come into being, whoever made it.
        """
        # plain SQL: a service user that creates a parent has no right on others' messages
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM integration_message
                 WHERE state = 'waiting' AND company_id = %s AND waiting_key = ANY(%s)
                 ORDER BY id FOR UPDATE
                """,
                company_id,
                [waiting_key(entity, external_id) for external_id in external_ids],
            )
        )
        self._queue_again([id_ for (id_,) in rows])
        return len(rows)

    @api.model
    def _transition(self, changes: Sequence[Change]) -> None:
        """The one writer of states, in bulk.

        Raises ``UserError`` if a message is no longer in a state that permits its change.
        """
        if not changes:
            return
        # plain SQL: nobody has a right to write messages; callers check what a person may do
        self.env.cr.execute_values(
            """
            UPDATE integration_message m
               SET state = v.state, reason_code = v.reason_code, reason_text = v.reason_text,
                   reason_details = v.details::jsonb, amount_at_stake = v.amount::numeric,
                   waiting_key = v.waiting_key, error = v.error,
                   due_at = CASE WHEN v.state IN ('received', 'retry', 'pending', 'unknown')
                                 THEN (clock_timestamp() + v.delay * interval '1 second')
                                      AT TIME ZONE 'UTC' ELSE v.due_at END,
                   applied_at = CASE WHEN v.state IN ('done', 'delivered')
                                     THEN clock_timestamp() AT TIME ZONE 'UTC'
                                     WHEN v.state = 'acknowledged'
                                     THEN COALESCE(m.applied_at,
                                                   clock_timestamp() AT TIME ZONE 'UTC') END,
                   attempts = CASE WHEN v.state IN ('received', 'pending') THEN 0
                                   WHEN v.state = 'rejected' OR m.state = 'delivered'
                                   THEN m.attempts
                                   ELSE m.attempts + 1 END
              FROM (VALUES %s) AS v(id, state, reason_code, reason_text, details, amount,
                                    waiting_key, error, delay, due_at, sources)
             WHERE m.id = v.id AND m.state = ANY(v.sources)
            RETURNING m.id
            """,
            [change.as_row() for change in changes],
            template="(%s, %s, %s::text, %s::text, %s::text, %s::text, %s::text, %s::text,"
            " %s::float, %s::timestamp, %s)",
            page_size=len(changes),
        )
        changed = self.env.cr.rowcount
        self.invalidate_model()
        if changed != len(changes):
            raise UserError(
                self.env._(
                    "%(count)s of the messages have moved on meanwhile. Reload and choose again.",
                    count=len(changes) - changed,
                )
            )
        self._after_transition(changes)

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        """Hook: what follows from new states, in bulk and in the same transaction."""

    @api.model
    def _queue_again(self, ids: Sequence[int]) -> None:
        """Put messages back into their lanes and wake these."""
        if not ids:
            return
        self._transition([Change(id_, state) for id_, state in self._queued_states(ids)])
        self.env["integration.lane"]._wake_messages(ids)

    @api.model
    def _queued_states(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """The state in which each message is back in its queue."""
        return self.env.execute_query(
            SQL(
                """
                SELECT id, CASE direction WHEN 'outbound' THEN %s ELSE %s END
                  FROM integration_message WHERE id = ANY(%s)
                """,
                states.PENDING,
                states.RECEIVED,
                list(ids),
            )
        )

    def _as_answer(self) -> dict[str, Any]:
        """The message as its sender may see it."""
        self.ensure_one()
        return {
            "message": self.uuid,
            "id": self.external_id,
            "source": self.system_id.code,
            "type": self.type,
            "state": self._shown_state(),
            "attempts": self.attempts,
            "received_at": _iso(self.received_at),
            "applied_at": _iso(self.applied_at),
            "reason": {"code": self.reason_code, "text": self.reason_text or ""}
            if self.reason_code
            else None,
            "documents": [document._as_answer() for document in self.document_ids],
        }

    def _shown_state(self) -> str:
        if self.state in states.QUEUED and self.env["integration.claim"]._is_draining(self):
            return states.PROCESSING if self.direction == "inbound" else states.SENDING
        return self.state

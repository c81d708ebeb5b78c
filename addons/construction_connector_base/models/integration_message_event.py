# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import states
from ..core.change import Change
from ..core.contract import Code, Contract, LongText, Moment, Money, Payload, Text, register
from ..core.outgoing import Outgoing


class ExceptionRaised(Payload):
    """A message needs a person. ``message``: its id here; ``id``: the one of its sender."""

    message: Code
    id: Code
    source: Code
    type: Code
    document: Text
    state: Code
    code: Code | None
    text: LongText | None
    amount: Money | None = None
    currency: Code | None = None


class ExceptionResolved(Payload):
    """A message that needed a person has come to its end."""

    message: Code
    id: Code
    source: Code
    type: Code
    document: Text
    state: Code
    raised_at: Moment


_EXAMPLE = {
    "message": "6f0b0f0e-3c0c-4f0e-9a57-3f3b3f0c7d11",
    "id": "R-1-v1",
    "source": "field",
    "type": "construction.ping.sent.v1",
    "document": "R-1",
}

RAISED = register(
    Contract(
        name="exception.raised",
        version=1,
        direction="outbound",
        payload=ExceptionRaised,
        handler="integration.message",
        workflow="exceptions",
        document=lambda data: data.message,
        ordering_key=lambda data: data.message,
        description="A message stopped, and a person must decide about it.",
        example=_EXAMPLE
        | {"state": "exception", "code": "odoo.validation", "text": "No such vendor."},
    )
)
RESOLVED = register(
    Contract(
        name="exception.resolved",
        version=1,
        direction="outbound",
        payload=ExceptionResolved,
        handler="integration.message",
        workflow="exceptions",
        document=lambda data: data.message,
        ordering_key=lambda data: data.message,
        description="A message that a person had to decide about is done, or was rejected.",
        example=_EXAMPLE | {"state": "done", "raised_at": "2026-03-02T08:00:00Z"},
    )
)
_OWN = (RAISED.type, RESOLVED.type)
_RAISED = frozenset({states.EXCEPTION, states.DEAD})
_RESOLVED = frozenset({states.DONE, states.REJECTED, states.SUPERSEDED, states.DELIVERED})


class IntegrationMessage(models.Model):
    """Tells those who subscribed when messages need a person, and when they no longer do."""

    _inherit = "integration.message"

    raised_at = fields.Datetime(
        readonly=True, help="Since when a person had to decide, as subscribers were told."
    )

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        super()._after_transition(changes)
        raised = [one.message_id for one in changes if one.state in _RAISED]
        if raised:
            self._tell(RAISED, raised)
        resolved = [one.message_id for one in changes if one.state in _RESOLVED]
        if resolved:
            self._tell(RESOLVED, resolved)

    @api.model
    def _tell(self, contract: Contract, ids: Sequence[int]) -> None:
        """Publish an event about each of the messages, if anybody asked for it."""
        # the sender of a message wants to know of it, too: this is no echo
        publish = self.env["integration.outbox"]._publish_many
        publish([self._exception_event(contract, row) for row in self._told(contract, ids)], False)

    @api.model
    def _told(self, contract: Contract, ids: Sequence[int]) -> list[dict[str, Any]]:
        """What the events tell of the messages; those that nobody asked for are left out."""
        if not self.env["integration.subscription"]._exists_for(contract.type):
            return []
        # Plain SQL: in bulk, whoever acts. Events about events would never end.
        self.env.cr.execute(
            SQL(
                """
                UPDATE integration_message m
                   SET raised_at = CASE WHEN m.state IN ('exception', 'dead')
                                        THEN clock_timestamp() AT TIME ZONE 'UTC' END
                  FROM integration_message before
                  JOIN integration_system s ON s.id = before.system_id
                  JOIN res_company c ON c.id = before.company_id
                  JOIN res_currency u ON u.id = c.currency_id
                 WHERE m.id = before.id AND m.id = ANY(%s) AND m.type <> ALL(%s)
                   AND (m.state IN ('exception', 'dead')) = (before.raised_at IS NULL)
                RETURNING m.id, m.uuid, m.external_id, s.code AS source, m.type, m.document_key,
                          m.state, m.reason_code, m.reason_text, m.amount_at_stake,
                          u.name AS currency, m.company_id, m.traceparent,
                          before.raised_at AT TIME ZONE 'UTC' AS raised_at
                """,
                list(ids),
                list(_OWN),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _exception_event(self, contract: Contract, row: dict[str, Any]) -> Outgoing:
        data = {
            "message": row["uuid"],
            "id": row["external_id"],
            "source": row["source"],
            "type": row["type"],
            "document": row["document_key"],
            "state": row["state"],
        }
        data |= self._resolved_data(row) if contract is RESOLVED else self._raised_data(row)
        return Outgoing(
            contract.type,
            data,
            row["company_id"],
            row["document_key"],
            row["uuid"],
            traceparent=row["traceparent"],
        )

    @api.model
    def _raised_data(self, row: dict[str, Any]) -> dict[str, Any]:
        """Hook: what an event tells of a message that needs a person."""
        return {
            "code": row["reason_code"],
            "text": row["reason_text"],
            "amount": row["amount_at_stake"],
            "currency": row["currency"],
        }

    @api.model
    def _resolved_data(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"raised_at": row["raised_at"]}

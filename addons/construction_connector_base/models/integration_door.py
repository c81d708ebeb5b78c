# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from collections.abc import Sequence
from typing import Any

from odoo import api, models
from odoo.tools import SQL

from ..core import states
from ..core.envelope import TRACEPARENT
from ..core.errors import FieldError
from ..core.intake import Checked, Result, check
from ..core.lanes import Lane
from ..core.types import to_utc


def _valid_trace(traceparent: str | None) -> str | None:
    # a bad trace header must not cost the events
    return traceparent if traceparent and TRACEPARENT.fullmatch(traceparent) else None


class IntegrationDoor(models.AbstractModel):
    """Takes events in: judges each, stores the good ones in one statement, wakes their lanes."""

    _name = "integration.door"
    _description = "Message Door"

    @api.model
    def _accept(
        self, system, events: Sequence[Any], traceparent: str | None = None
    ) -> list[Result]:
        """See ``integration.message._accept``."""
        routing = system._routing()
        judged = [check(event, routing) for event in events]
        checked = [one for one in judged if isinstance(one, Checked)]
        stored = self._store(system.id, checked, _valid_trace(traceparent)) if checked else {}
        known = self._known(system.id, checked, stored)
        results = [
            one if isinstance(one, Result) else self._answer(one, stored, known) for one in judged
        ]
        self._wake(system.id, [one for one in checked if id(one) in stored])
        return results

    @api.model
    def _store(
        self, system_id: int, checked: Sequence[Checked], traceparent: str | None
    ) -> dict[int, str]:
        """Insert what is new; return its public ids by ``id()`` of the checked event."""
        uuids = {str(uuid.uuid4()): one for one in checked}
        # plain SQL: the unique index is the only judge of what is new, and the ORM would take
        # ten times as long
        rows = self.env.cr.execute_values(
            """
            INSERT INTO integration_message (
                direction, state, attempts, priority, system_id, due_at, received_at,
                uuid, company_id, external_id, type, workflow, subject, document_key,
                ordering_key, sequence, entity, traceparent, occurred_at, payload, digest)
            VALUES %s
            ON CONFLICT (system_id, external_id) DO NOTHING
            RETURNING id, uuid
            """,
            [self._row(uuid_, one, traceparent) for uuid_, one in uuids.items()],
            template=(
                f"('inbound', '{states.RECEIVED}', 0, 10, {system_id},"
                " clock_timestamp() AT TIME ZONE 'UTC', clock_timestamp() AT TIME ZONE 'UTC',"
                " %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::timestamp, %s::jsonb, %s)"
            ),
            page_size=len(uuids),
            fetch=True,
        )
        self._note_accepted(system_id, {id_: uuids[uuid_] for id_, uuid_ in rows})
        return {id(uuids[uuid_]): uuid_ for _id, uuid_ in rows}

    @api.model
    def _note_accepted(self, system_id: int, stored: dict[int, Checked]) -> None:
        """Tell the audit what was taken: digests prove the payloads, even when these are gone."""
        if stored:
            events = [[one.envelope.id, one.digest] for _id, one in sorted(stored.items())]
            self.env["integration.audit.entry"]._note(
                "message.accepted", {"events": events}, messages=list(stored), system_id=system_id
            )

    @api.model
    def _row(self, uuid_: str, one: Checked, traceparent: str | None) -> tuple[Any, ...]:
        envelope = one.envelope
        return (
            uuid_,
            one.company_id,
            envelope.id,
            envelope.type,
            one.contract.workflow,
            envelope.subject,
            one.document,
            one.ordering_key,
            None if envelope.sequence is None else str(envelope.sequence),
            envelope.entity,
            envelope.traceparent or traceparent,
            to_utc(envelope.time),
            one.payload,
            one.digest,
        )

    @api.model
    def _known(self, system_id: int, checked, stored) -> dict[str, tuple[str, str]]:
        """Public id and digest of the messages that were there before, by external id."""
        ids = [one.envelope.id for one in checked if id(one) not in stored]
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT external_id, uuid, digest FROM integration_message
                 WHERE system_id = %s AND external_id = ANY(%s)
                """,
                system_id,
                ids,
            )
        )
        return {external_id: (uuid_, digest) for external_id, uuid_, digest in rows}

    @api.model
    def _answer(self, one: Checked, stored, known) -> Result:
        if id(one) in stored:
            return Result(one.envelope.id, "accepted", stored[id(one)])
        uuid_, digest = known[one.envelope.id]
        if digest == one.digest:
            return Result(one.envelope.id, "duplicate", uuid_)
        text = "Another event was accepted under this id before; send changes under a new id"
        return Result(one.envelope.id, "conflict", uuid_, [FieldError("/id", "id.conflict", text)])

    @api.model
    def _wake(self, system_id: int, accepted: Sequence[Checked]) -> None:
        lanes = {Lane(one.company_id, system_id, one.contract.workflow) for one in accepted}
        self.env["integration.lane"]._wake(sorted(lanes))

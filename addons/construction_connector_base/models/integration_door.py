# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import functools
from collections.abc import Sequence
from typing import Any

import orjson

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import contract as contracts
from ..core import states
from ..core.deprecation import deprecation_headers
from ..core.envelope import TRACEPARENT
from ..core.errors import FieldError
from ..core.identifiers import ordered_uuids
from ..core.intake import Checked, Result, check
from ..core.lanes import Lane
from ..core.types import to_utc

PRIORITY = 10

COLUMNS = {
    "uuid": "varchar",
    "system_id": "integer",
    "state": "varchar",
    "priority": "integer",
    "company_id": "integer",
    "external_id": "varchar",
    "type": "varchar",
    "workflow": "varchar",
    "subject": "varchar",
    "document_key": "varchar",
    "ordering_key": "varchar",
    "sequence": "varchar",
    "entity": "varchar",
    "traceparent": "varchar",
    "occurred_at": "timestamp",
    "payload": "jsonb",
    "digest": "varchar",
}


#: Attributes of the envelope that few events have: columns of the same name.
OPTIONAL = ("subject", "entity", "sequence", "traceparent")


def _valid_trace(traceparent: str | None) -> str | None:
    # a bad trace header must not cost the events
    return traceparent if traceparent and TRACEPARENT.fullmatch(traceparent) else None


@functools.cache
def _columns_sql(columns: tuple[tuple[str, str], ...]) -> tuple[SQL, SQL]:
    """The columns as they stand in a list of names, and in one of names and types."""
    names = {name: SQL.identifier(name) for name, _type in columns}
    typed = [SQL("%s %s", names[name], SQL(type_)) for name, type_ in columns]
    return SQL(", ").join(names.values()), SQL(", ").join(typed)


class IntegrationDoor(models.AbstractModel):
    """Takes events in: judges each, stores the good ones in one statement, wakes their lanes."""

    _name = "integration.door"
    _description = "Message Door"

    @api.model
    def _accept(
        self, system, events: Sequence[Any], traceparent: str | None = None
    ) -> list[Result]:
        """See ``integration.message._accept``."""
        judged = self._judge(system, events)
        checked = [one for one in judged if isinstance(one, Checked)]
        stored = self._store(system.id, checked, _valid_trace(traceparent)) if checked else {}
        known = self._known(system.id, checked, stored)
        results = [
            one if isinstance(one, Result) else self._answer(one, stored, known) for one in judged
        ]
        self._wake(system.id, [one for one in checked if id(one) in stored])
        return results

    @api.model
    def _judge(self, system, events: Sequence[Any]) -> list[Checked | Result]:
        """Hook: what may be stored of the events, and the answers to the others."""
        routing = system._routing()
        today = fields.Date.today()
        return [check(event, routing, today) for event in events]

    @api.model
    def _store(
        self, system_id: int, checked: Sequence[Checked], traceparent: str | None
    ) -> dict[int, str]:
        """Insert what is new; return its public ids by ``id()`` of the checked event."""
        uuids = dict(zip(ordered_uuids(len(checked)), checked, strict=True))
        rows = [self._prepare_row(one) for one in checked]
        for row, uuid_ in zip(rows, uuids, strict=True):
            row["uuid"] = uuid_
            row["system_id"] = system_id
            row.setdefault("traceparent", traceparent)
        inserted = self._insert(rows)
        self._note_accepted(system_id, {id_: uuids[uuid_] for id_, uuid_ in inserted})
        return {id(uuids[uuid_]): uuid_ for _id, uuid_ in inserted}

    @api.model
    def _insert(self, rows: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
        """Insert the rows that are new; return their ids and public ids.

        Plain SQL: the unique index is the only judge of what is new, and the ORM would take ten
        times as long. As one JSON document, because PostgreSQL reads that in half the time of a
        list of values.
        """
        names, typed = _columns_sql(tuple(self._columns().items()))
        return self.env.execute_query(
            SQL(
                """
                INSERT INTO integration_message (
                    direction, attempts, received_at, due_at, %(names)s)
                SELECT 'inbound', 0, clock_timestamp() AT TIME ZONE 'UTC',
                       CASE WHEN state = 'received' THEN clock_timestamp() AT TIME ZONE 'UTC'
                            ELSE due_at END, %(names)s
                  FROM json_to_recordset(%(rows)s::json) AS v(%(typed)s, due_at timestamp)
                ON CONFLICT (system_id, external_id) WHERE direction = 'inbound' DO NOTHING
                RETURNING id, uuid
                """,
                names=names,
                rows=orjson.dumps(rows).decode(),
                typed=typed,
            )
        )

    @api.model
    def _columns(self) -> dict[str, str]:
        """The columns that a row of ``_prepare_row`` fills, and their types in SQL."""
        return COLUMNS

    @api.model
    def _note_accepted(self, system_id: int, stored: dict[int, Checked]) -> None:
        """Write what there is to tell of stored messages, all in one round trip."""
        if stored:
            self.env.cr.execute(SQL("; ").join(self._prepare_notes(system_id, stored)))

    @api.model
    def _prepare_notes(self, system_id: int, stored: dict[int, Checked]) -> list[SQL]:
        """Hook: the statements that tell of stored messages, by their ids.

        The audit is told what was taken: digests prove the payloads, even when these are gone. Of
        sensitive data only a digest that needs a key is told: of little data a plain one could be
        guessed.
        """
        audit = self.env["integration.audit.entry"]
        contents = []
        by_company: dict[int, list[tuple[int, Checked]]] = {}
        for id_, one in sorted(stored.items(), key=lambda pair: pair[0]):
            by_company.setdefault(one.company_id, []).append((id_, one))
        for company_id, group in by_company.items():
            events = [
                [one.envelope.id, one.digest, None if one.contract.sensitive else one.data_digest]
                for _id, one in group
            ]
            contents.append(
                audit._prepare_content(
                    "message.accepted",
                    {"events": events},
                    messages=[id_ for id_, _one in group],
                    company_id=company_id,
                    system_id=system_id,
                )
            )
        return [audit._insert_sql(contents)]

    @api.model
    def _prepare_row(self, one: Checked) -> dict[str, Any]:
        """Hook: what is stored of an event, by column; a column that is left out is empty."""
        envelope = one.envelope
        row = {
            "state": states.RECEIVED,
            "priority": PRIORITY,
            "company_id": one.company_id,
            "external_id": envelope.id,
            "type": envelope.type,
            "workflow": one.contract.workflow,
            "document_key": one.document,
            "ordering_key": one.ordering_key,
            "occurred_at": to_utc(envelope.time),
            "payload": orjson.Fragment(one.payload),
            "digest": one.digest,
        }
        for attribute in OPTIONAL:
            value = getattr(envelope, attribute)
            if value is not None:
                row[attribute] = value
        return row

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
                 WHERE system_id = %s AND external_id = ANY(%s) AND direction = 'inbound'
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
        if self._is_same(one, digest):
            return Result(one.envelope.id, "duplicate", uuid_)
        text = "Another event was accepted under this id before; send changes under a new id"
        return Result(one.envelope.id, "conflict", uuid_, [FieldError("/id", "id.conflict", text)])

    @api.model
    def _is_same(self, one: Checked, digest: str) -> bool:
        """Hook: whether the stored digest is that of this event."""
        return digest == one.digest

    @api.model
    def _wake(self, system_id: int, accepted: Sequence[Checked]) -> None:
        lanes = {Lane(one.company_id, system_id, one.contract.workflow) for one in accepted}
        self.env["integration.lane"]._wake(sorted(lanes))

    @api.model
    def _deprecation_headers(self, events: Sequence[Any]) -> dict[str, str]:
        """Headers of the answer that tell which of the sent types will end."""
        types = {
            event["type"]
            for event in events
            if isinstance(event, dict) and isinstance(event.get("type"), str)
        }
        known = map(contracts.get, types)
        return deprecation_headers(one for one in known if one and one.handler in self.env)

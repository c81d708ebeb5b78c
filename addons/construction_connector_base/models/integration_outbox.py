# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..core import contract as contracts
from ..core import states
from ..core.contract import Contract
from ..core.digest import digest
from ..core.lanes import OUTBOX, Lane
from ..core.outgoing import Outgoing

COLUMNS = {
    "uuid": "varchar",
    "external_id": "varchar",
    "state": "varchar",
    "priority": "integer",
    "system_id": "integer",
    "subscription_id": "integer",
    "company_id": "integer",
    "type": "varchar",
    "workflow": "varchar",
    "subject": "varchar",
    "document_key": "varchar",
    "ordering_key": "varchar",
    "traceparent": "varchar",
    "occurred_at": "timestamp",
    "payload": "jsonb",
    "encrypted_payload": "varchar",
    "digest": "varchar",
}
PENDING_LANES = "integration.outbox.lanes"


class IntegrationOutbox(models.AbstractModel):
    """Stores events for those who have subscribed to them, in the transaction that causes them."""

    _name = "integration.outbox"
    _description = "Outbox"

    @api.model
    def _publish(
        self,
        type_: str,
        data: Mapping[str, Any],
        *,
        company,
        subject: str | None = None,
        key: str | None = None,
        occurred_at: datetime | None = None,
        exclude_system_id: int | bool | None = None,
    ) -> int:
        """Store one event; return for how many systems. See ``_publish_many``.

        ``subject`` and ``key`` (what must arrive in order) come from the contract by default.
        """
        event = Outgoing(type_, data, company.id, subject, key, occurred_at)
        return self._publish_many([event], exclude_system_id)

    @api.model
    def _publish_many(
        self, events: Sequence[Outgoing], exclude_system_id: int | bool | None = None
    ) -> int:
        """Store events: one message for each subscription that asks for it; return how many.

        They go out if, and only if, this transaction commits. What a system caused is not sent
        back to it: by default the system in the context is left out; ``False`` leaves out none.
        Raises ``LookupError`` for a type without outbound contract and pydantic's
        ``ValidationError`` for a payload that breaks it.
        """
        if exclude_system_id is None:
            exclude_system_id = self.env.context.get("integration_system_id")
        rows = [row for event in events for row in self._prepare_rows(event, exclude_system_id)]
        if rows:
            self._insert(rows)
            self._wake_at_commit(
                {Lane(row["company_id"], row["system_id"], row["workflow"]) for row in rows}
            )
        return len(rows)

    @api.model
    def _is_wanted(self, type_: str, company_id: int) -> bool:
        """Whether anybody has subscribed: without, the payload need not be made."""
        return bool(self.env["integration.subscription"]._matching(type_, company_id))

    @api.model
    def _prepare_rows(
        self, event: Outgoing, exclude_system_id: int | bool | None
    ) -> list[dict[str, Any]]:
        contract = contracts.get(event.type, "outbound")
        if contract is None:
            raise LookupError(f"No outbound contract has the type {event.type}.")
        receivers = [
            pair
            for pair in self.env["integration.subscription"]._matching(event.type, event.company_id)
            if pair[1] != exclude_system_id
        ]
        if not receivers:
            return []
        common = self._prepare_row(event, contract)
        policies = self.env["integration.contract.policy"]
        return [
            common
            | {
                "priority": policies._policy(
                    event.type, event.company_id, system_id, "outbound"
                ).priority,
                "uuid": (uuid_ := str(uuid.uuid4())),
                "external_id": uuid_,
                "system_id": system_id,
                "subscription_id": subscription_id,
                "workflow": f"{OUTBOX}{subscription_id}",
            }
            for subscription_id, system_id in receivers
        ]

    @api.model
    def _prepare_row(self, event: Outgoing, contract: Contract) -> dict[str, Any]:
        """Hook: what all receivers' messages have in common, by column."""
        payload = contract.payload.model_validate(event.data)
        # decimals as strings, moments as ISO 8601
        data = payload.model_dump(mode="json", exclude_unset=True, by_alias=True)
        document = event.subject or contract.document(payload)
        return {
            "state": states.PENDING,
            "company_id": event.company_id,
            "type": event.type,
            "subject": document,
            "document_key": document,
            "ordering_key": event.key or contract.ordering_key(payload),
            "traceparent": event.traceparent,
            "occurred_at": (event.occurred_at or fields.Datetime.now()).isoformat(),
            "digest": self._digest(contract, data),
            **self._payload_columns(contract, data),
        }

    @api.model
    def _payload_columns(self, contract: Contract, data: dict[str, Any]) -> dict[str, Any]:
        columns = self.env["integration.message"]._prepare_payload(contract, data)
        return {name: value or None for name, value in columns.items()}

    @api.model
    def _digest(self, contract: Contract, data: dict[str, Any]) -> str:
        plain = digest({"type": contract.type, "data": data})
        if not contract.sensitive:
            return plain
        # a plain hash of a short payload tells it to whoever can guess it
        key = self.env["integration.data.key"]._digest_key()
        return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _columns(self) -> dict[str, str]:
        """The columns that a row fills, and their types in SQL."""
        return COLUMNS

    @api.model
    def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        columns = self._columns()
        names = SQL(", ").join(map(SQL.identifier, columns))
        typed = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(type_)) for name, type_ in columns.items()
        )
        # plain SQL: one statement for all; nobody has a right to write messages
        stored = self.env.execute_query(
            SQL(
                """
                INSERT INTO integration_message (direction, attempts, due_at, received_at, %s)
                SELECT 'outbound', 0, clock_timestamp() AT TIME ZONE 'UTC',
                       clock_timestamp() AT TIME ZONE 'UTC', v.*
                  FROM json_to_recordset(%s::json) AS v(%s)
                RETURNING id, external_id, digest
                """,
                names,
                orjson.dumps(rows).decode(),
                typed,
            )
        )
        self._note_published(rows, stored)

    @api.model
    def _note_published(self, rows: Sequence[dict[str, Any]], stored: Sequence[tuple]) -> None:
        places = {row["external_id"]: (row["company_id"], row["system_id"]) for row in rows}
        groups: dict[tuple[int, int], list[tuple]] = {}
        for one in stored:
            groups.setdefault(places[one[1]], []).append(one)
        for (company_id, system_id), group in groups.items():
            self.env["integration.audit.entry"]._note(
                "message.published",
                {"events": [[external_id, digest_] for _id, external_id, digest_ in group]},
                messages=[id_ for id_, _external_id, _digest in group],
                company_id=company_id,
                system_id=system_id,
            )

    @api.model
    def _wake_at_commit(self, lanes: Collection[Lane]) -> None:
        """Wake the lanes at the end of the transaction, once, however many events it publishes.

        Waking may hold a job that other transactions want: not longer than it must.
        """
        data = self.env.cr.precommit.data
        if PENDING_LANES not in data:
            data[PENDING_LANES] = set()
            self.env.cr.precommit.add(self.env(user=SUPERUSER_ID, context={})[self._name]._wake)
        data[PENDING_LANES].update(lanes)

    @api.model
    def _wake(self) -> None:
        lanes = self.env.cr.precommit.data.pop(PENDING_LANES, ())
        self.env["integration.lane"]._wake(sorted(lanes))
        self.env.flush_all()

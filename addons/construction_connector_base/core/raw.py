# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Records of outside products on their way in: kept as they came, understood when applied."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from pydantic import ValidationError

from . import contract as contracts
from .contract import Code, Contract, LongText, Payload, register
from .digest import canonical, digest
from .envelope import Envelope
from .errors import FieldError, field_errors
from .intake import Checked, Result, Routing, check_routing
from .types import to_utc


class RecordUnreadable(Payload):
    """A record of which its adapter could not say what it is about, and why."""

    adapter: Code
    record: Any
    why: LongText


UNREADABLE = register(
    Contract(
        name="record.unreadable",
        version=1,
        payload=RecordUnreadable,
        handler="integration.handler.unreadable",
        workflow="unreadable",
        document=lambda data: data.adapter,
        ordering_key=lambda data: data.adapter,
        description="A record that an adapter could not read. It is kept for a person; systems "
        "that speak for themselves have no use for it.",
        example={"adapter": "integration.adapter.x", "record": {"no": 1}, "why": "KeyError: 'id'"},
        retention="technical",
    )
)


@dataclass(frozen=True)
class RawRecord:
    """A record as an outside system gave it, and the adapter that understands it."""

    adapter: str
    raw: Any


@dataclass(frozen=True)
class RawChecked(Checked):
    """A record ready to be stored. ``adapter``: the model that translates it later."""

    adapter: str | None = None


def storable(value: Any) -> Any:
    """A decoded record without what a database cannot hold: NUL characters are replaced.

    >>> storable({"a": ["x\\0"]})
    {'a': ['x\ufffd']}
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {storable(name): storable(part) for name, part in value.items()}
    return [storable(part) for part in value] if isinstance(value, list) else value


class UnreadableRecord(Exception):
    """An adapter cannot say what a record is about. ``str()``: why."""


def check_raw(
    record: RawRecord,
    event: Callable[[Any], dict[str, Any]],
    routing: Routing,
    today: date,
) -> RawChecked | Result:
    """Judge a record by the envelope that ``event`` makes of it; its payload is judged later.

    Raises ``UnreadableRecord``.
    """
    envelope = envelope_of(record.raw, event, routing.code)
    contract = contracts.get(envelope.type)
    company_id = routing.company(envelope.entity, to_utc(envelope.time).date())
    errors = check_routing(envelope, contract, routing, today)
    if not errors and company_id is None:
        text = "The entity is not routed to a company for this system at that time"
        errors = [FieldError("/entity", "entity.unknown", text)]
    if errors or contract is None or company_id is None:
        return Result(envelope.id, "rejected", errors=errors)
    document = envelope.subject or envelope.id
    return RawChecked(
        envelope=envelope,
        contract=contract,
        company_id=company_id,
        ordering_key=envelope.partitionkey or document,
        document=document,
        payload=orjson.dumps(record.raw).decode(),
        digest=digest(record.raw),
        data_digest=digest(record.raw),
        adapter=record.adapter,
    )


def envelope_of(raw: Any, event: Callable[[Any], dict[str, Any]], code: str) -> Envelope:
    """The envelope that ``event`` makes of a record of the system ``code``.

    Raises ``UnreadableRecord``.
    """
    try:
        attributes = event(raw)
        return Envelope.model_validate(
            {"specversion": "1.0", "source": code, "data": {}} | attributes
        )
    except ValidationError as error:
        first = field_errors(error)[0]
        raise UnreadableRecord(f"{first.pointer}: {first.detail}") from error
    except Exception as error:
        # whatever a record of a strange shape makes of the adapter
        raise UnreadableRecord(f"{type(error).__name__}: {error}") from error


def versioned_id(id_: str, raw: Any) -> str:
    """An id that changes whenever the record does."""
    return f"{id_}@{digest(raw)[:16]}"


def changed_attribute(before: Envelope, old: Any, after: Envelope, new: Any) -> str | None:
    """The attribute by which a corrected record would be about something else; None: the same.

    ``old``, ``new``: the records of the envelopes. An id that ``versioned_id`` made may change with
    its record; so may the key by which it is ordered.
    """
    ids = (
        envelope.id.removesuffix(versioned_id("", raw))
        for envelope, raw in ((before, old), (after, new))
    )
    if len(set(ids)) > 1:
        return "id"
    for attribute in ("type", "subject", "entity", "time", "sequence"):
        if getattr(before, attribute) != getattr(after, attribute):
            return attribute
    return None


def unreadable_id(record: RawRecord) -> str:
    """The id under which a record is kept that has none."""
    return f"unreadable:{hashlib.sha256(canonical(record.raw)).hexdigest()[:40]}"

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the door does with one event before it touches the database."""

import logging
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from . import contract as contracts
from .digest import canonical, digest, digest_of_data
from .envelope import Envelope
from .errors import FieldError, field_errors
from .json_body import Malformed
from .routing import Routing
from .types import to_utc

_logger = logging.getLogger(__name__)

Status = Literal["accepted", "duplicate", "rejected", "conflict"]

#: Refused because of who sends, not because of what is sent.
FORBIDDEN_CODES = frozenset({"source.mismatch", "type.scope", "entity.unknown"})


@dataclass(frozen=True)
class Checked:
    """A valid event, ready to be stored. ``digest``: over all of it; ``data_digest``: its data."""

    envelope: Envelope
    contract: contracts.Contract
    company_id: int
    ordering_key: str
    document: str
    payload: str
    digest: str
    data_digest: str | None = None


@dataclass
class Result:
    """The answer to one event. ``message``: our public id, once the event is stored."""

    id: str | None
    status: Status
    message: str | None = None
    errors: list[FieldError] = field(default_factory=list)

    @property
    def is_forbidden(self) -> bool:
        """Whether the event was refused because of who sent it."""
        return any(error.code in FORBIDDEN_CODES for error in self.errors)

    def as_dict(self) -> dict[str, Any]:
        """The result as it stands in an answer."""
        return {
            "id": self.id,
            "status": self.status,
            "message": self.message,
            "errors": [error.as_dict() for error in self.errors],
        }


def check(event: Any, routing: Routing, today: date) -> Checked | Result:
    """Judge one decoded event: a ``Checked`` to store, or a rejected ``Result``.

    ``today``: in UTC; it decides whether the type is still taken.
    """
    if isinstance(event, Malformed):
        return _rejected(event.id, [event.error])
    if not isinstance(event, dict):
        return _rejected(None, [FieldError("", "schema.object", "An event must be an object")])
    id_ = event.get("id")
    id_ = id_ if isinstance(id_, str) and "\x00" not in id_ else None
    try:
        envelope = Envelope.model_validate(event)
    except ValidationError as error:
        return _rejected(id_, field_errors(error))
    contract = contracts.get(envelope.type)
    company_id = routing.company(envelope.entity, to_utc(envelope.time).date())
    errors = check_routing(envelope, contract, routing, today)
    if not errors and company_id is None:
        text = "The entity is not routed to a company for this system at the event's time"
        errors = [FieldError("/entity", "entity.unknown", text)]
    if errors or contract is None or company_id is None:
        return _rejected(id_, errors)
    return _check_data(event, envelope, contract, company_id)


def check_routing(
    envelope: Envelope, contract: contracts.Contract | None, routing: Routing, today: date
) -> list[FieldError]:
    """Why the system of the routing may not send such an event; empty if it may."""
    if envelope.source != routing.code:
        text = "The source is not the system to which the key belongs"
        return [FieldError("/source", "source.mismatch", text)]
    if contract is None or contract.handler not in routing.handlers:
        return [FieldError("/type", "type.unknown", "No contract has this type")]
    if contract.type not in routing.types:
        text = "The system is not allowed to send this type"
        return [FieldError("/type", "type.scope", text)]
    if contract.is_sunset(today):
        return [FieldError("/type", "type.sunset", _sunset_text(contract))]
    return []


def _sunset_text(contract: contracts.Contract) -> str:
    newest = contracts.newest_type(contract.type)
    if newest == contract.type:
        return "This type is no longer taken"
    return f"This version is no longer taken; send {newest}"


def _check_data(
    event: dict[str, Any], envelope: Envelope, contract: contracts.Contract, company_id: int
) -> Checked | Result:
    try:
        data = contract.payload.model_validate(envelope.data)
    except ValidationError as error:
        return _rejected(envelope.id, field_errors(error, "/data"))
    try:
        raw = canonical(envelope.data)
        payload = raw.decode()
        if "\\u0000" in payload and _has_nul(envelope.data):
            text = "NUL characters are not allowed"
            return _rejected(envelope.id, [FieldError("/data", "schema.nul_character", text)])
        data_digest = digest_of_data(envelope.data, raw)
        return Checked(
            envelope=envelope,
            contract=contract,
            company_id=company_id,
            ordering_key=envelope.partitionkey or contract.ordering_key(data),
            document=contract.document(data),
            payload=payload,
            digest=digest(event, data_digest),
            data_digest=data_digest,
        )
    except Exception:
        # a fault in one contract must not cost the other events of the call
        _logger.exception("The contract %s cannot read a valid payload", contract.type)
        text = "The event cannot be read; its type needs attention on our side"
        return _rejected(envelope.id, [FieldError("/data", "contract.fault", text)])


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)


def _rejected(id_: str | None, errors: list[FieldError]) -> Result:
    return Result(id_, "rejected", errors=errors)

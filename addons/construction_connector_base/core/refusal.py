# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is kept of an event that the door has refused."""

from dataclasses import dataclass
from typing import Any

import orjson

from . import contract as contracts
from .intake import Result

#: Characters of an event that are kept.
EXCERPT = 2000
SHORT = 128


@dataclass(frozen=True)
class Refusal:
    """One refused event or call. ``errors``: JSON text. ``excerpt``: how the event begins."""

    code: str
    text: str
    external_id: str | None = None
    type: str | None = None
    errors: str | None = None
    excerpt: str | None = None


def of_event(event: Any, result: Result) -> Refusal:
    """What is kept of an event and the answer it got.

    The event itself is shown only if its contract is known not to be sensitive: nobody can say
    what an unknown one contains.
    """
    type_ = event.get("type") if isinstance(event, dict) else None
    type_ = _clean(type_) if isinstance(type_, str) else None
    contract = contracts.get(type_ or "")
    first = result.errors[0]
    return Refusal(
        code=first.code,
        text=_clean(f"{first.pointer}: {first.detail}" if first.pointer else first.detail, 1000),
        external_id=_clean(result.id) if result.id else None,
        type=type_,
        errors=_json([error.as_dict() for error in result.errors]),
        excerpt=_json(event)[:EXCERPT] if contract and not contract.sensitive else None,
    )


def _clean(text: str, most: int = SHORT) -> str:
    # a database text holds no NUL
    return text.replace("\x00", "\ufffd")[:most]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode().replace("\\u0000", "\\ufffd")

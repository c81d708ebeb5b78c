# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What adapters of outside products give and take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from .reconcile import ControlItem, ControlTotals

Kind = Literal[
    "delivered", "acknowledged", "retry", "refused", "unknown", "absent", "undecided", "fault"
]


@dataclass(frozen=True)
class Page:
    """A page of records as the outside system gave them.

    ``cursor``: where to go on next time. ``more``: whether there is a next page right now.
    """

    records: Sequence[dict[str, Any]]
    cursor: str | None
    more: bool = False


@dataclass(frozen=True)
class Request:
    """An HTTP call as it shall be made."""

    method: str
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """The answer to a call. Names of headers are in lower case.

    ``truncated``: the body was longer than we read; what was read is in ``body``.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool = False

    def json(self) -> Any:
        """The decoded body. Raises ``ValueError`` if it is no JSON, or was not read wholly."""
        if self.truncated:
            raise ValueError("The answer is too long.")
        return orjson.loads(self.body)


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery.

    ``delivered``: the receiver has it. ``acknowledged``: it has also told what became of it.
    ``retry``: it certainly did not take it, later it may; not before ``retry_after`` seconds.
    ``refused``: it will never take it. ``unknown``: it was sent, and nobody knows. ``absent``
    (from a look-up): the receiver never got it. ``undecided``: nobody can find out, a person must.
    ``fault``: the mistake is on our side, nothing can be said about the receiver.
    """

    kind: Kind
    text: str = ""
    status: int | None = None
    error_class: str | None = None
    retry_after: float | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the receiver has the message."""
        return self.kind in ("delivered", "acknowledged")


__all__ = ["ControlItem", "ControlTotals", "Kind", "Outcome", "Page", "Request", "Response"]

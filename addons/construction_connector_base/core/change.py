# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A change of a message's state, as it is written."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from .states import sources


@dataclass(frozen=True)
class Change:
    """What a message becomes, and why.

    ``amount``: at stake, in company currency. ``delay``: seconds until it is due again.
    ``due_at``: when a waiting message goes on by itself (UTC without zone).
    ``is_replay``: it may be queued again although it has come to an end.
    """

    message_id: int
    state: str
    reason_code: str | None = None
    reason_text: str | None = None
    details: dict[str, Any] | None = None
    amount: Decimal | None = None
    waiting_key: str | None = None
    error: str | None = None
    delay: float = 0.0
    due_at: datetime | None = None
    is_replay: bool = False

    def as_row(self) -> tuple[Any, ...]:
        """The parameters of the writer, with the states from which the change is permitted."""
        return (
            self.message_id,
            self.state,
            self.reason_code,
            self.reason_text,
            orjson.dumps(self.details, default=str).decode() if self.details else None,
            str(self.amount) if self.amount is not None else None,
            self.waiting_key,
            self.error,
            self.delay,
            self.due_at,
            sorted(sources(self.state, self.is_replay)),
        )

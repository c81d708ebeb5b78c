# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long messages are kept, and what proves later what was done to them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from . import states

Action = Literal["delete", "anonymise", "archive"]
#: In this order: each message meets the last action that is due for it first.
ACTIONS: tuple[Action, ...] = ("delete", "anonymise", "archive")
#: States in which nothing happens to a message any more. Others are never touched.
FINISHED = (states.DONE, states.REJECTED, states.SUPERSEDED, "delivered", "acknowledged")
#: Stages in which each action finds its messages; None: nothing was done yet.
FROM_STAGES: dict[Action, tuple[str | None, ...]] = {
    "delete": (None, "archived", "anonymised"),
    "anonymise": (None, "archived"),
    "archive": (None,),
}


@dataclass(frozen=True)
class Ages:
    """Days after which each action is due; 0: never."""

    archive: int = 0
    anonymise: int = 0
    delete: int = 0

    @property
    def is_ordered(self) -> bool:
        """Whether no action comes before a milder one."""
        given = [days for days in (self.archive, self.anonymise, self.delete) if days]
        return min(given, default=0) >= 0 and given == sorted(given)

    def bounds(self, action: Action, now: datetime) -> tuple[datetime | None, datetime] | None:
        """Received from when (None: ever) until before when the action is the one that is due."""
        days: int = getattr(self, action)
        if not days:
            return None
        later = [getattr(self, name) for name in ACTIONS[: ACTIONS.index(action)]]
        next_days = min((one for one in later if one), default=0)
        first = now - timedelta(days=next_days) if next_days else None
        return first, now - timedelta(days=days)


def id_hash(external_id: str) -> str:
    """A short stand-in for an id: 128 bits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(external_id.encode()).hexdigest()[:32]


def ranges(ids: Iterable[int]) -> list[list[int]]:
    """Whole numbers as ranges from first to last, in order.

    >>> ranges([5, 1, 2, 3, 9])
    [[1, 3], [5, 5], [9, 9]]
    """
    found: list[list[int]] = []
    for id_ in sorted(set(ids)):
        if found and found[-1][1] == id_ - 1:
            found[-1][1] = id_
        else:
            found.append([id_, id_])
    return found


def digest_of_digests(digests: Sequence[str]) -> str:
    """SHA-256 over the digests of messages in the order of their ids, each on its own line."""
    return hashlib.sha256("".join(f"{one}\n" for one in digests).encode()).hexdigest()

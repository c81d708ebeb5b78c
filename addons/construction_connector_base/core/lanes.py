# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lanes, and how the messages claimed from one are put into bulks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: Begins the workflow of each outbound lane; the id of its subscription follows.
OUTBOX = "outbox."


class Lane(NamedTuple):
    """A queue of its own: one company, one outside system, one workflow."""

    company_id: int
    system_id: int
    workflow: str

    @property
    def identity(self) -> str:
        """Names the lane's wake-up job."""
        return f"integration:{self.company_id}:{self.system_id}:{self.workflow}"

    @property
    def is_outbound(self) -> bool:
        """Whether its messages go out, instead of being applied here."""
        return self.workflow.startswith(OUTBOX)


class Claimed(NamedTuple):
    """A message that a drain holds. ``sequence``: the sender's own count, if it gave one."""

    id: int
    ordering_key: str
    type: str
    document: str
    sequence: int | None = None


def in_sequence(rows: Sequence[Claimed]) -> list[Claimed]:
    """The rows, with those of each ordering key in the sender's order as far as it gave one.

    Rows without a sequence keep their places; the others of their key share what places are left.

    >>> rows = [Claimed(1, "K", "a", "x", 7), Claimed(2, "L", "a", "x", 3),
    ...         Claimed(3, "K", "a", "y"), Claimed(4, "K", "a", "z", 6)]
    >>> [row.id for row in in_sequence(rows)]
    [4, 2, 3, 1]
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row.sequence is not None:
            places.setdefault(row.ordering_key, []).append(place)
    arranged = list(rows)
    for of_key in places.values():
        counted = sorted((rows[place] for place in of_key), key=lambda row: row.sequence)
        for place, row in zip(of_key, counted, strict=True):
            arranged[place] = row
    return arranged


@dataclass
class Bulk:
    """Messages of one contract that may be applied together."""

    level: int
    type: str
    rows: list[Claimed] = field(default_factory=list)


def plan(rows: Sequence[Claimed]) -> list[Bulk]:
    """Put messages into bulks: each message in the lowest level that keeps the order.

    Within an ordering key a change of contract opens a new level, so that what came first is
    applied first; and no bulk holds two messages of one document, so that a handler may work on
    the whole bulk at once. Bulks come in the order in which they must be applied.

    >>> rows = [Claimed(1, "J1", "job", "J1"), Claimed(2, "J1", "order", "O1"),
    ...         Claimed(3, "J2", "job", "J2"), Claimed(4, "J1", "order", "O1")]
    >>> [(bulk.level, bulk.type, [row.id for row in bulk.rows]) for bulk in plan(rows)]
    [(0, 'job', [1, 3]), (1, 'order', [2]), (2, 'order', [4])]
    """
    last_of_key: dict[str, tuple[int, str]] = {}
    last_of_document: dict[tuple[str, str], int] = {}
    bulks: dict[tuple[int, str], Bulk] = {}
    for row in rows:
        level, type_ = last_of_key.get(row.ordering_key, (0, row.type))
        if type_ != row.type:
            level += 1
        level = max(level, last_of_document.get((row.type, row.document), -1) + 1)
        last_of_key[row.ordering_key] = (level, row.type)
        last_of_document[row.type, row.document] = level
        bulks.setdefault((level, row.type), Bulk(level, row.type)).rows.append(row)
    return sorted(bulks.values(), key=lambda bulk: (bulk.level, bulk.rows[0].id))

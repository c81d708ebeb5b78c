# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of the exceptions of a bill when its findings change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

OPEN, ACCEPTED, CORRECTED = "open", "accepted", "corrected"


class Spot(NamedTuple):
    """What an exception is about: its kind, the order line (0: none) and the bill line (0: all)."""

    kind: str
    order_line_id: int
    bill_line_id: int


@dataclass(frozen=True)
class Excess:
    """What was expected and what is claimed: prices, quantities or amounts, as the kind says."""

    expected: Decimal
    actual: Decimal

    def is_within(self, other: Excess) -> bool:
        """Tell whether this one claims no more over what is expected than the other."""
        return self.actual - self.expected <= other.actual - other.expected


@dataclass(frozen=True)
class Known:
    """An exception that exists."""

    id: int
    spot: Spot
    state: str
    excess: Excess


@dataclass(frozen=True)
class Settlement:
    """What to do: ``new`` and ``changed`` (by exception id) to record, ``gone`` to close."""

    new: Mapping[Spot, Excess]
    changed: Mapping[int, Excess]
    gone: tuple[int, ...]


def uncovered(found: Mapping[Spot, Excess], known: Iterable[Known]) -> dict[Spot, Excess]:
    """Return the findings that nobody accepted; more than was accepted is not covered."""
    accepted: dict[Spot, list[Excess]] = {}
    for item in known:
        if item.state == ACCEPTED:
            accepted.setdefault(item.spot, []).append(item.excess)
    return {
        spot: excess
        for spot, excess in found.items()
        if not any(excess.is_within(other) for other in accepted.get(spot, ()))
    }


def settle(found: Mapping[Spot, Excess], known: Iterable[Known]) -> Settlement:
    """Compare findings of now with the exceptions that exist."""
    known = list(known)
    left = uncovered(found, known)
    still_open = {item.spot: item for item in known if item.state == OPEN}
    return Settlement(
        new={spot: excess for spot, excess in left.items() if spot not in still_open},
        changed={
            item.id: left[spot]
            for spot, item in still_open.items()
            if spot in left and left[spot] != item.excess
        },
        gone=tuple(item.id for spot, item in still_open.items() if spot not in left),
    )

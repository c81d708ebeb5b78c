# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one company still owes another for the crew that worked on its jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Worked:
    """Hours and what they cost the receiving company, at the transfer price, in its currency."""

    hours: Decimal = ZERO
    amount: Decimal = ZERO

    def __sub__(self, other: Worked) -> Worked:
        return Worked(self.hours - other.hours, self.amount - other.amount)


def outstanding(worked: Mapping[Key, Worked], charged: Mapping[Key, Worked]) -> dict[Key, Worked]:
    """Return what is to be charged so that everything that was worked is charged once.

    Both by the same key, in order of the keys of ``worked``. Hours that were corrected, moved
    to another code or deleted after they were charged come out as differences, negative ones
    too; what agrees is left out.
    """
    keys = [*worked, *(key for key in charged if key not in worked)]
    differences = {key: worked.get(key, Worked()) - charged.get(key, Worked()) for key in keys}
    return {key: item for key, item in differences.items() if item.hours or item.amount}

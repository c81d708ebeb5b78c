# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What credit notes take back of the retention on a bill, item by item.

A bill has one line of retention for all of its items, and so has a credit note for a part of
it. Amounts are in the contract's currency and rounded to its cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .allocation import allocate
from .retention import NOTHING


@dataclass(frozen=True)
class BilledPart:
    """An item on the document that a bill is for.

    withheld, released: retention that the document holds back and gives back on it. credited:
    the work on it that a credit note takes back.
    """

    withheld: Decimal = NOTHING
    released: Decimal = NOTHING
    credited: Decimal = NOTHING


def take_back(amount: Decimal, parts: Sequence[BilledPart], rounding: Decimal) -> list[Decimal]:
    """Return what a credit note takes back on each part; together ``amount``.

    amount: by how much less is held; below zero: of what was given back, so that more is held.
    It goes with the work that the credit note takes back, and up to what the document withheld
    or gave back on the item; what is left goes by that.
    """
    if not amount:
        return [NOTHING for _part in parts]
    sign = 1 if amount > 0 else -1
    limits = [max(NOTHING, part.withheld if amount > 0 else part.released) for part in parts]
    works = [
        max(NOTHING, part.credited) if limit else NOTHING
        for part, limit in zip(parts, limits, strict=True)
    ]
    taken = _up_to(sign * amount, works, limits, rounding)
    left = [limit - part for limit, part in zip(limits, taken, strict=True)]
    rest = sign * amount - sum(taken, NOTHING)
    # more than the bill has is taken off somewhere, so that nothing of it is lost
    weights = left if any(left) else [Decimal(1) for _part in parts]
    more = allocate(rest, weights, rounding)
    return [sign * (part + extra) for part, extra in zip(taken, more, strict=True)]


def _up_to(
    amount: Decimal, weights: Sequence[Decimal], limits: Sequence[Decimal], rounding: Decimal
) -> list[Decimal]:
    if not any(weights):
        return [NOTHING for _weight in weights]
    parts = allocate(amount, weights, rounding)
    return [min(part, limit) for part, limit in zip(parts, limits, strict=True)]


def is_beyond(amounts: Sequence[Decimal], parts: Sequence[BilledPart]) -> bool:
    """Tell whether credit notes of these amounts take back more than the document has."""
    withheld = sum((max(NOTHING, amount) for amount in amounts), NOTHING)
    released = sum((max(NOTHING, -amount) for amount in amounts), NOTHING)
    return withheld > sum((max(NOTHING, part.withheld) for part in parts), NOTHING) or (
        released > sum((max(NOTHING, part.released) for part in parts), NOTHING)
    )


def after(parts: Sequence[BilledPart], taken: Sequence[Decimal]) -> list[BilledPart]:
    """Return what is left of the parts for the next credit note."""
    return [
        replace(
            part,
            withheld=part.withheld - max(NOTHING, amount),
            released=part.released + min(NOTHING, amount),
            credited=NOTHING,
        )
        for part, amount in zip(parts, taken, strict=True)
    ]

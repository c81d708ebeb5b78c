# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a document line amounts to in the ledger, and the difference to what is held there.

A projection is a list of signed amounts. The ledger never changes an amount: it appends
the difference between the projection of now and the sum of what was appended before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal

from .keys import CostKey

ZERO = Decimal(0)
#: Smallest quantity the ledger stores, in any unit.
QUANTITY_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Projected:
    """One signed amount in one bucket of one budget line on one day.

    amount: company currency, costs positive, credits negative.
    quantity: in the unit ``uom_id`` (0: no unit).
    """

    bucket: str
    key: CostKey
    date: Date
    amount: Decimal
    quantity: Decimal = ZERO
    uom_id: int = 0


def summed(items: Iterable[Projected]) -> dict[tuple[str, CostKey, Date, int], Projected]:
    """Add up amounts and quantities by bucket, key, date and unit, in order of appearance."""
    totals: dict[tuple[str, CostKey, Date, int], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for item in items:
        total = totals[(item.bucket, item.key, item.date, item.uom_id)]
        total[0] += item.amount
        total[1] += item.quantity
    return {
        place: Projected(place[0], place[1], place[2], amount, quantity, place[3])
        for place, (amount, quantity) in totals.items()
    }


def diff(desired: Iterable[Projected], held: Iterable[Projected]) -> list[Projected]:
    """Return what must be appended to ``held`` so that it sums up to ``desired``."""
    wanted, known = summed(desired), summed(held)
    result = []
    for place in {**known, **wanted}:
        bucket, key, day, uom_id = place
        new, old = wanted.get(place), known.get(place)
        amount = (new.amount if new else ZERO) - (old.amount if old else ZERO)
        quantity = (new.quantity if new else ZERO) - (old.quantity if old else ZERO)
        if amount or quantity:
            result.append(Projected(bucket, key, day, amount, quantity, uom_id))
    return result


def rounded(item: Projected, rounding: Decimal) -> Projected:
    """Cut binary dust: the amount to a multiple of the currency's ``rounding``, the quantity to its step."""
    return replace(
        item,
        amount=(item.amount / rounding).quantize(Decimal(1), ROUND_HALF_UP) * rounding,
        quantity=item.quantity.quantize(QUANTITY_STEP, ROUND_HALF_UP),
    )

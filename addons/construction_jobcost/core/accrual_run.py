# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an accrual entry has to hold so that the books agree with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .keys import CostKey

ZERO = Decimal(0)


class Place(NamedTuple):
    """Where a part of an accrual stands: order line, account in the books, budget line."""

    order_line_id: int
    account_id: int
    key: CostKey


@dataclass(frozen=True)
class Accrual:
    """One place of a run; amounts in company currency, costs positive.

    accrued: what the ledger holds. posted: what earlier runs of the same day posted.
    """

    place: Place
    accrued: Decimal
    posted: Decimal

    @property
    def amount(self) -> Decimal:
        """What is still to be posted."""
        return self.accrued - self.posted


def differences(accrued: Mapping[Place, Decimal], posted: Mapping[Place, Decimal]) -> list[Accrual]:
    """Return what still has to be posted, only where it is not zero, sorted by place.

    A place that is accrued no more, because it was billed or got another account, is taken back.
    """
    items = [
        Accrual(place, accrued.get(place, ZERO), posted.get(place, ZERO))
        for place in sorted({*accrued, *posted})
    ]
    return [item for item in items if item.amount]


def entry_lines(items: Iterable[tuple[Place, Decimal]]) -> dict[tuple[int, CostKey], Decimal]:
    """Sum the amounts by account and budget line: the expense lines of the entry, none zero."""
    totals: dict[tuple[int, CostKey], Decimal] = {}
    for place, amount in items:
        spot = (place.account_id, place.key)
        totals[spot] = totals.get(spot, ZERO) + amount
    return {spot: amount for spot, amount in sorted(totals.items()) if amount}

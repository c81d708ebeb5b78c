# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Moving cost after the fact: how much, from which day on, and what that is in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .keys import CostKey
from .projection import QUANTITY_STEP, Projected

AMOUNT, PERCENT, QUANTITY = "amount", "percent", "quantity"


def accounting_day(day: Date, locks: Iterable[Date | None]) -> Date:
    """Return the day that a cost of ``day`` is moved on: that day, or the first open one after.

    locks: last closed days, inclusive; None where nothing is closed.
    """
    closed = max((lock for lock in locks if lock), default=None)
    return closed + timedelta(days=1) if closed and day <= closed else day


def share(
    method: str, value: Decimal, cost: tuple[Decimal, Decimal], rounding: Decimal
) -> tuple[Decimal, Decimal]:
    """Return (amount, quantity) of the share of a cost that is to be moved.

    method: AMOUNT (``value`` in company currency), PERCENT or QUANTITY (in the cost's unit);
    cost: amount and quantity of the whole; rounding: the currency's smallest unit.
    A share by quantity of a cost without quantity is nothing.
    """
    amount, quantity = cost
    if method == AMOUNT:
        part = value / amount if amount else Decimal(0)
    elif method == PERCENT:
        part = value / 100
    else:
        part = value / quantity if quantity else Decimal(0)
    moved = value if method == AMOUNT else amount * part
    steps = (moved / rounding).quantize(Decimal(1), ROUND_HALF_UP)
    return steps * rounding, (quantity * part).quantize(QUANTITY_STEP, ROUND_HALF_UP)


def fits(amount: Decimal, left: Decimal) -> bool:
    """Tell whether ``amount`` may be taken out of what is left of a cost (a credit: negative)."""
    return amount != 0 and (0 < amount <= left or left <= amount < 0)


def sides(bucket: str, places: tuple[CostKey, CostKey], moved: Projected) -> list[Projected]:
    """Return what a move amounts to in the ledger: out of one budget line, into another.

    places: (from, to); moved: day, amount, quantity and unit; its own key and bucket do not count.
    """
    origin, target = places
    return [
        Projected(bucket, key, moved.date, sign * moved.amount, sign * moved.quantity, moved.uom_id)
        for key, sign in ((origin, -1), (target, 1))
    ]

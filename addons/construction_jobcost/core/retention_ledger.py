# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From when on retention is held, due and paid: by the bills that withhold it or give it back.

Amounts are in company currency. A level is what something amounts to from a day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
Event = tuple[Date, Decimal]


@dataclass(frozen=True)
class Billing:
    """A posted bill: its day, how much of it was settled by when, and when it was reversed.

    settled: ascending days with the part of the bill, from 0 to 1, that is settled from then on.
    reversed_on: the day of the credit note that took all of it back.
    """

    day: Date
    settled: tuple[Event, ...] = ()
    reversed_on: Date | None = None


def settled(total: Decimal, payments: Iterable[Event], day: Date) -> tuple[Event, ...]:
    """Return the part of a bill that is settled, by day.

    total: what the bill asks for; payments: what was set against it, in the same currency. A
    bill that asks for nothing is settled on its ``day``.
    """
    if not total:
        return ((day, ONE),)
    amounts: dict[Date, Decimal] = {}
    for paid_on, amount in payments:
        amounts[max(day, paid_on)] = amounts.get(max(day, paid_on), ZERO) + amount
    levels, paid = [], ZERO
    for paid_on in sorted(amounts):
        paid += amounts[paid_on]
        levels.append((paid_on, max(ZERO, min(ONE, paid / total))))
    return tuple(levels)


def billed_levels(amount: Decimal, billing: Billing) -> list[Event]:
    """Return what a bill adds to what is held, or due: all of it until it is reversed."""
    levels = [(billing.day, amount)]
    if billing.reversed_on:
        levels.append((max(billing.day, billing.reversed_on), ZERO))
    return levels


def paid_levels(amount: Decimal, billing: Billing) -> list[Event]:
    """Return what of ``amount`` on a bill is paid, by day; nothing of a reversed bill."""
    if billing.reversed_on:
        return []
    return [(day, amount * part) for day, part in billing.settled]


def added_up(events: Iterable[Event]) -> list[Event]:
    """Return the levels that amounts add up to, day by day."""
    amounts: dict[Date, Decimal] = {}
    for day, amount in events:
        amounts[day] = amounts.get(day, ZERO) + amount
    levels, total = [], ZERO
    for day in sorted(amounts):
        total += amounts[day]
        levels.append((day, total))
    return levels


def steps(levels: Sequence[Event]) -> Iterator[tuple[Date, list[Decimal]]]:
    """Yield (day, [level before, level after]) of levels that begin at nothing."""
    before = ZERO
    for day, level in levels:
        yield day, [before, level]
        before = level

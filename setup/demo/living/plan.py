# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Days and acts: a history is planned without Odoo, then played in the order of its days."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

SEED = 2652
#: Weeks of history; the last one ended before the day the data is loaded.
WEEKS = 104
LAST_WEEK = WEEKS - 1
#: Weeks that offices work by: a month of theirs.
PERIOD = 4
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)

#: (job, bucket of the ledger, amount in company currency)
Figure = tuple[str, str, Decimal]


@dataclass(frozen=True)
class Calendar:
    """The weeks of the history, counted from 0, before the week of ``today``."""

    today: date

    def day(self, week: int, weekday: int = MONDAY) -> date:
        this_monday = self.today - timedelta(days=self.today.weekday())
        return this_monday + timedelta(weeks=week - WEEKS, days=weekday)


@dataclass(frozen=True)
class Act:
    """Something that happens on a day of a week in one company.

    step: does all acts of its kind, day and company at once: step(world, [data]).
    figures: what the act adds to the ledger, as it stands at the end.
    """

    week: int
    weekday: int
    company: str
    step: Callable[[Any, list], None]
    data: Any
    figures: tuple[Figure, ...] = ()


def chance(*topic: object) -> random.Random:
    """A random source of its own for each topic: what is added to one leaves the others."""
    return random.Random(":".join(map(str, (SEED, *topic))))


def rounded(amount: Decimal, step: int) -> Decimal:
    """``amount`` to the nearest multiple of ``step``."""
    return Decimal(int(amount / step + Decimal("0.5")) * step)


def aligned(week: int, place: int) -> int:
    """The next week of this place (0 to 3) in the four weeks that offices count by.

    What is done together is loaded together.
    """
    return week + (place - week) % PERIOD


def past(acts: Iterable[Act]) -> list[Act]:
    """The acts that happened up to now, in their order."""
    return sorted(
        (act for act in acts if act.week <= LAST_WEEK),
        key=lambda act: (act.week, act.weekday, act.company),
    )


def batches(acts: Iterable[Act]) -> Iterator[list[Act]]:
    """Acts in order -> the acts of one kind, day and company together."""
    for _day, group in groupby(acts, lambda act: (act.week, act.weekday, act.company)):
        kinds: dict[Callable, list[Act]] = {}
        for act in group:
            kinds.setdefault(act.step, []).append(act)
        yield from kinds.values()

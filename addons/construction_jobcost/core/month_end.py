# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands in the way of a month's close: counts, money, persons, and what was accepted."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

WEEK = timedelta(days=7)


class Item(NamedTuple):
    """A document that is open; amount in company currency, job 0: of the company itself."""

    job_id: int
    record_id: int
    amount: Decimal = Decimal(0)
    person_id: int = 0


@dataclass
class Cell:
    """What one check found on one job; what was accepted with a reason is counted apart."""

    count: int = 0
    accepted: int = 0
    amount: Decimal = Decimal(0)
    record_ids: set[int] = field(default_factory=set)
    person_ids: dict[int, None] = field(default_factory=dict)

    def add(self, item: Item, is_accepted: bool) -> None:
        """Count an item; its money and person only while it is open."""
        self.record_ids.add(item.record_id)
        if is_accepted:
            self.accepted += 1
            return
        self.count += 1
        self.amount += item.amount
        if item.person_id:
            self.person_ids[item.person_id] = None


class Accepted(NamedTuple):
    """A thing that somebody accepted: the record that a check found on a job."""

    check: str
    job_id: int
    record_id: int


def cells(check: str, items: Iterable[Item], accepted: set[Accepted]) -> dict[int, Cell]:
    """Return {job id: Cell} of what a check found."""
    found: dict[int, Cell] = defaultdict(Cell)
    for item in items:
        known = Accepted(check, item.job_id, item.record_id) in accepted
        found[item.job_id].add(item, known)
    return dict(found)


def total(parts: Iterable[Cell]) -> Cell:
    """Return the sum of cells; a document of several jobs counts on each of them."""
    result = Cell()
    for part in parts:
        result.count += part.count
        result.accepted += part.accepted
        result.amount += part.amount
        result.record_ids |= part.record_ids
        result.person_ids |= part.person_ids
    return result


class Finding:
    """What a check found in a month, and what of it was accepted."""

    def __init__(self, key: str, items: Iterable[Item], accepted: set[Accepted]) -> None:
        self.key = key
        self.items = list(items)
        self.accepted = accepted
        self.cells = cells(key, self.items, accepted)

    def get_cell(self, job_id: int) -> Cell:
        """Return what was found on a job; of all jobs and the company itself for none."""
        return self.cells.get(job_id, Cell()) if job_id else total(self.cells.values())

    def get_open(self, job_id: int) -> list[tuple[int, int]]:
        """Return (job, record) of what was not accepted, on a job or, for none, on all."""
        return sorted(
            {
                (item.job_id, item.record_id)
                for item in self.items
                if job_id in (0, item.job_id)
                and Accepted(self.key, item.job_id, item.record_id) not in self.accepted
            }
        )


def month_bounds(day: Date) -> tuple[Date, Date]:
    """Return the first and the last day of the month that ``day`` falls in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: Date) -> tuple[Date, Date]:
    """Return the first and the last day of the month before that of ``day``."""
    return month_bounds(day.replace(day=1) - timedelta(days=1))


def whole_weeks(first: Date, last: Date) -> Iterator[tuple[Date, Date]]:
    """Yield the weeks (Monday, Sunday) that lie wholly between two days."""
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + WEEK <= last + timedelta(days=1):
        yield monday, monday + WEEK - timedelta(days=1)
        monday += WEEK


def short_weeks(
    worked: dict[Date, Decimal], expected: Decimal, first: Date, last: Date
) -> list[tuple[Date, Decimal]]:
    """Return [(Monday, missing hours)] of the whole weeks with fewer hours than expected.

    worked: hours by day; expected: hours of a week, none for who has no fixed hours.
    """
    result = []
    for monday, sunday in whole_weeks(first, last):
        hours = sum((count for day, count in worked.items() if monday <= day <= sunday), Decimal(0))
        if hours < expected:
            result.append((monday, expected - hours))
    return result


def out_of_order(month: Date, signed: Date | None) -> bool:
    """Whether signing ``month`` would skip one: months follow the last one that was signed."""
    return signed is not None and month_before(month)[0] != signed

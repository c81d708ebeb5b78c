# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods of whole days: half-open, in the time zone of a company."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .types import to_utc

Interval = Literal["day", "week", "month"]


def day_start(day: date, zone: str) -> datetime:
    """When the day begins in the zone, in UTC without time zone.

    >>> day_start(date(2026, 3, 2), "America/Denver")
    datetime.datetime(2026, 3, 2, 7, 0)
    """
    return to_utc(datetime.combine(day, time.min, ZoneInfo(zone)))


def period_of(day: date, interval: Interval) -> tuple[date, date]:
    """First day of the period that holds ``day``, and the first day after it.

    >>> period_of(date(2026, 12, 31), "month")
    (datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
    """
    if interval == "month":
        start = day.replace(day=1)
        return start, (start + timedelta(days=31)).replace(day=1)
    if interval == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=7)
    return day, day + timedelta(days=1)


def closed_periods(first: date, until: date, interval: Interval) -> Iterator[tuple[date, date]]:
    """The periods from the one that holds ``first`` on that have ended by ``until``, in order."""
    start, end = period_of(first, interval)
    while end <= until:
        yield start, end
        start, end = period_of(end, interval)

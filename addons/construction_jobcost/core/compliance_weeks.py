# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payroll weeks: which of them a period of work asks a payroll for."""

from __future__ import annotations

from datetime import date, timedelta

WEEK = timedelta(days=7)
#: A day of the week as `date.weekday` counts them.
SUNDAY = 6


def weeks(start: date, end: date, final: bool = False, week_end: int = SUNDAY) -> list[date]:
    """Return the last days of the weeks that end in a period; of the last one also the week begun.

    week_end: the weekday on which weeks end, 0 is Monday. A week that goes on after a period
    belongs to the next one, so periods that follow each other ask for each week once.
    """
    last = start + timedelta(days=(week_end - start.weekday()) % 7)
    found = []
    while last <= end:
        found.append(last)
        last += WEEK
    if final and end > last - WEEK:
        found.append(last)
    return found

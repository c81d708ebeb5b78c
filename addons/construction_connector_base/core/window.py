# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Batch windows: when messages that are not wanted in real time may be applied."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: The next leap day can be eight years away; what does not open by then never does.
_MOST_DAYS = 366 * 9
_DAY = timedelta(days=1)


class _Field(NamedTuple):
    name: str
    low: int
    high: int


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12),
    # 7 is Sunday, too
    _Field("day of the week", 0, 7),
)


class WindowError(ValueError):
    """A window that cannot be read: its text says what is wrong, for people."""


@dataclass(frozen=True)
class Window:
    """Opens at the moments of a schedule, each time for some minutes.

    Made by ``parse``. Wall-clock times are those of ``zone``. A time that the clock skips when
    summer time begins opens as much later as the clock was put forward; one that the clock shows
    twice opens the first time only, unless the schedule names every hour.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool
    zone: ZoneInfo
    length: timedelta

    def is_open(self, at: datetime) -> bool:
        """Whether the window is open at this moment (UTC without zone)."""
        return self.next_opening(at - self.length) <= at

    def next_opening(self, after: datetime) -> datetime:
        """The first opening after this moment, both in UTC without zone."""
        # from the day before: what falls on a day that the calendar of a zone has left out opens
        # on the next one
        start = _to_local(after, self.zone).date() - _DAY
        for number in range(_MOST_DAYS):
            day = start + number * _DAY
            # two days at once: where the clock changes, the later one may open first
            openings = [*self._of_day(day), *self._of_day(day + _DAY)]
            later = [opening for opening in openings if opening > after]
            if later:
                return min(later)
        raise WindowError("The window never opens")

    def _is_day(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_month, by_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_month or by_week if self.either_day else by_month and by_week

    def _of_day(self, day: date) -> list[datetime]:
        if not self._is_day(day):
            return []
        times = [time(hour, minute) for hour in self.hours for minute in self.minutes]
        openings = [_to_utc(datetime.combine(day, one, self.zone)) for one in times]
        if len(self.hours) == 24:
            repeated = [_to_utc(datetime.combine(day, one, self.zone).replace(fold=1))
                        for one in times]  # fmt: skip
            # other than where the clock is put back, both are the same moment
            openings += [second for second in repeated if second not in openings]
        return openings


def parse(text: str, zone: str, minutes: int) -> Window:
    """The window that opens at ``text`` in the time zone ``zone``, for ``minutes`` minutes.

    ``text``: minute, hour, day of the month, month, day of the week, as in cron: numbers, lists
    (1,15), ranges (1-5), steps (*/15, 8-18/2) and ``*``. If both days are given, either will do.
    Raises ``WindowError``.

    >>> evening = parse("0 18 * * 1-5", "America/New_York", 60)
    >>> evening.next_opening(datetime(2026, 3, 6, 12))  # a Friday
    datetime.datetime(2026, 3, 6, 23, 0)
    >>> evening.next_opening(datetime(2026, 3, 6, 23))  # summer time begins on Sunday
    datetime.datetime(2026, 3, 9, 22, 0)
    """
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise WindowError(
            "A window has five parts: minute, hour, day of the month, month, day of the week"
        )
    if minutes < 1:
        raise WindowError("A window must stay open for at least a minute")
    values = [_values(part, field) for part, field in zip(parts, _FIELDS, strict=True)]
    window = Window(
        minutes=tuple(sorted(values[0])),
        hours=tuple(sorted(values[1])),
        days=values[2],
        months=values[3],
        weekdays=frozenset(day % 7 for day in values[4]),
        either_day=parts[2] != "*" and parts[4] != "*",
        zone=_zone(zone),
        length=timedelta(minutes=minutes),
    )
    # 30 February is well-formed but never comes
    window.next_opening(datetime(2024, 1, 1))
    return window


def _values(part: str, field: _Field) -> frozenset[int]:
    found: set[int] = set()
    for piece in part.split(","):
        span, slash, step = piece.partition("/")
        low, high = _span(span, field, has_step=bool(slash))
        found.update(range(low, high + 1, _step(step, field) if slash else 1))
    return frozenset(found)


def _span(span: str, field: _Field, has_step: bool) -> tuple[int, int]:
    if span == "*":
        return field.low, field.high
    first, dash, last = span.partition("-")
    low = _number(first, field)
    # "5/15" counts from 5 to the end
    high = _number(last, field) if dash else (field.high if has_step else low)
    if not field.low <= low <= high <= field.high:
        raise WindowError(f"“{span}” is no {field.name}: it goes from {field.low} to {field.high}")
    return low, high


def _step(text: str, field: _Field) -> int:
    step = _number(text, field)
    if not step:
        raise WindowError(f"A step of 0 in {field.name} leads nowhere")
    return step


def _number(text: str, field: _Field) -> int:
    # no part of a window has more than two digits
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise WindowError(f"“{text}” in {field.name} is no number of at most two digits")
    return int(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WindowError(f"The time zone “{name}” is not known") from error


def _to_local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=timezone.utc).astimezone(zone)


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)

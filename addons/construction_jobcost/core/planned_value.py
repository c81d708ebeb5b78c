# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of the budget should be earned by a day, and how cost will grow from here to the end.

Amounts are in company currency; days count as their end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

NOTHING = Decimal(0)
ONE = Decimal(1)
THIRD = ONE / 3


@dataclass(frozen=True)
class Profile:
    """How work grows over its time: the shares of the first and the last third (0 to 1).

    Work that starts slowly and ends slowly gives the S of the curve: a quarter in the first
    third, half in the middle, a quarter in the last. A third each is a straight line.
    """

    first: Decimal = THIRD
    last: Decimal = THIRD

    def fraction(self, time: Decimal) -> Decimal:
        """Return the part of the work that is planned after this part of the time (0 to 1)."""
        if time <= THIRD:
            return self.first * time / THIRD
        if time <= 2 * THIRD:
            return self.first + (ONE - self.first - self.last) * (time - THIRD) / THIRD
        return ONE - self.last * (ONE - time) / THIRD


@dataclass(frozen=True)
class Plan:
    """A budget and when it is to be earned; without both days nothing is planned."""

    budget: Decimal
    start: Date | None
    finish: Date | None

    @property
    def is_timed(self) -> bool:
        """Tell whether start and finish are known."""
        return bool(self.start and self.finish)


def planned_value(plan: Plan, day: Date, profile: Profile | None = None) -> Decimal:
    """Return what of the budget should be earned by a day: 0 until start, all from finish on."""
    if not plan.is_timed:
        return NOTHING
    if day >= plan.finish:
        return plan.budget
    if day <= plan.start:
        return NOTHING
    time = Decimal((day - plan.start).days) / (plan.finish - plan.start).days
    return plan.budget * (profile or Profile()).fraction(time)


@dataclass(frozen=True)
class Curve:
    """The S-curve: cumulative amounts at the end of each month; None where there is none.

    planned: over all months; actual: until the day of the forecast; earned: on the days of
    forecasts; forecast: cost from that day on, up to the estimate at completion.
    """

    days: Sequence[Date]
    planned: Sequence[Decimal]
    earned: Sequence[Decimal | None]
    actual: Sequence[Decimal | None]
    forecast: Sequence[Decimal | None]


def month_end(day: Date) -> Date:
    """Return the last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_ends(first: Date, last: Date) -> list[Date]:
    """Return the last days of all months from that of ``first`` to that of ``last``."""
    days = [month_end(first)]
    while days[-1] < last:
        days.append(month_end(days[-1] + timedelta(days=1)))
    return days


def curve(
    plans: Iterable[Plan],
    day: Date,
    costs: Mapping[Date, Decimal],
    earned: Mapping[Date, Decimal],
    estimate: Decimal,
    profile: Profile | None = None,
) -> Curve:
    """Return the S-curve of a job on the day of a forecast, a month's end.

    costs: cost of a month by any day of it; earned: earned value by the month's end of each
    forecast; estimate: at completion. What is still to be spent follows the plan of the work
    that is left; where nothing is left of the plan it comes next month.
    """
    timed = [plan for plan in plans if plan.is_timed]
    costs = {on: amount for on, amount in costs.items() if on <= day}
    days = _get_days(timed, day, [*costs, *earned], estimate > sum(costs.values(), NOTHING))
    planned = [sum((planned_value(p, on, profile) for p in timed), NOTHING) for on in days]
    actual = _accumulated(days, day, costs)
    return Curve(
        days,
        planned,
        [earned.get(on) for on in days],
        actual,
        _get_forecast(days, day, planned, sum(costs.values(), NOTHING), estimate),
    )


def _get_days(timed: Sequence[Plan], day: Date, known: Sequence[Date], is_open: bool) -> list[Date]:
    first = min([plan.start for plan in timed] + [*known, day])
    last = max([plan.finish for plan in timed] + [day])
    if is_open and last <= day:
        last = day + timedelta(days=1)
    return month_ends(first, last)


def _accumulated(
    days: Sequence[Date], day: Date, costs: Mapping[Date, Decimal]
) -> list[Decimal | None]:
    by_month = dict.fromkeys(days, NOTHING)
    for on, amount in costs.items():
        by_month[month_end(on)] += amount
    total, result = NOTHING, []
    for on in days:
        total += by_month[on]
        result.append(total if on <= day else None)
    return result


def _get_forecast(
    days: Sequence[Date], day: Date, planned: Sequence[Decimal], cost: Decimal, estimate: Decimal
) -> list[Decimal | None]:
    now = max(
        (value for on, value in zip(days, planned, strict=True) if on <= day), default=NOTHING
    )
    left = planned[-1] - now
    result: list[Decimal | None] = []
    for on, value in zip(days, planned, strict=True):
        if on < day:
            result.append(None)
        elif on == day:
            result.append(cost)
        else:
            share = (value - now) / left if left > 0 else ONE
            result.append(cost + (estimate - cost) * share)
    return result

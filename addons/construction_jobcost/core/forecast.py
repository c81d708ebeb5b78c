# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a budget line will cost in the end, by the method that was chosen for it.

Amounts are in company currency, quantities in the unit of the work. What is spent or committed
is never forecast away: no method goes below the job-to-date or the projected cost of the line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Method = Literal["automatic", "remaining_commitment", "units", "percent", "manual"]
#: What becomes of a manual figure when the line goes on: it stays; the method takes over again;
#: it stays until the actual cost exceeds it.
PlugRule = Literal["keep", "replace", "replace_when_exceeded"]

NOTHING = Decimal(0)


@dataclass(frozen=True)
class LineFigures:
    """A line of the cost report, as far as the forecast needs it.

    actual: job to date. projected: committed, direct and pending cost. units_*: as measured.
    percent: how much is done, from 0 to 100, as somebody judged it.
    """

    projected_budget: Decimal
    actual: Decimal
    projected: Decimal
    units_estimated: Decimal = NOTHING
    units_done: Decimal = NOTHING
    percent: Decimal = NOTHING


@dataclass(frozen=True)
class Plug:
    """An estimate at completion that a person gave. is_stale: figures moved since."""

    amount: Decimal
    rule: PlugRule = "keep"
    is_stale: bool = False

    def carried(self, actual: Decimal) -> Plug | None:
        """Return what the next forecast starts from; None where the method takes over again.

        actual: job to date of the line as the next forecast finds it.
        """
        return self if replace(self, is_stale=True).holds(actual) else None

    def holds(self, actual: Decimal) -> bool:
        """Tell whether the figure still counts."""
        if self.rule == "replace":
            return not self.is_stale
        return self.rule == "keep" or actual <= self.amount


@dataclass(frozen=True)
class LineForecast:
    """The outcome for a line. used: the method that gave it, after what was chosen fell away."""

    estimate_at_completion: Decimal
    used: Method
    actual: Decimal
    projected_budget: Decimal

    @property
    def remaining(self) -> Decimal:
        """What is still to be spent."""
        return self.estimate_at_completion - self.actual

    @property
    def over_under(self) -> Decimal:
        """Projected budget less estimate at completion: below zero, the line goes over."""
        return self.projected_budget - self.estimate_at_completion

    @property
    def percent_complete(self) -> Decimal | None:
        """Actual cost as percent of the estimate at completion."""
        estimate = self.estimate_at_completion
        return self.actual / estimate * 100 if estimate else None


def forecast(method: Method, line: LineFigures, plug: Plug | None = None) -> LineForecast:
    """Return the forecast of a line; a method that lacks its figures falls back to automatic.

    plug: the manual figure, if one was given; while it holds it goes before the method.
    """
    if plug and plug.holds(line.actual):
        estimate, used = plug.amount, "manual"
    else:
        estimate, used = _by_method(method, line)
    least = max(line.actual, line.projected)
    return LineForecast(max(estimate, least), used, line.actual, line.projected_budget)


def percent_done(line: LineFigures, found: LineForecast) -> Decimal:
    """Return how much of the work is done (0 to 100), by the method that gave the estimate.

    By units: done of estimated; by percent: as judged; else cost of the estimate. Nothing is
    done more than wholly.
    """
    if found.used == "units":
        percent = line.units_done / line.units_estimated * 100
    elif found.used == "percent":
        percent = line.percent
    else:
        percent = found.percent_complete or NOTHING
    return max(NOTHING, min(Decimal(100), percent))


def _by_method(method: Method, line: LineFigures) -> tuple[Decimal, Method]:
    estimate = None
    if method == "units":
        estimate = by_units(line.actual, line.units_done, line.units_estimated)
    elif method == "percent":
        estimate = by_percent(line.actual, line.percent)
    elif method == "remaining_commitment":
        estimate = line.projected
    if estimate is None:
        return max(line.projected, line.projected_budget), "automatic"
    return estimate, method


def by_units(actual: Decimal, done: Decimal, estimated: Decimal) -> Decimal | None:
    """Return actual cost / units done x units estimated; None while nothing is measured."""
    return actual / done * estimated if done > 0 and estimated > 0 else None


def by_percent(actual: Decimal, percent: Decimal) -> Decimal | None:
    """Return actual cost / part done; None while nothing is done."""
    return actual / percent * 100 if percent > 0 else None

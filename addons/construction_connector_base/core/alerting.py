# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When an alert begins, when it is told, and when it is over. No clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from .metrics import quantile

#: Seen, but not yet for as long as the rule asks.
PENDING = "pending"
OPEN = "open"
ACKNOWLEDGED = "acknowledged"
RESOLVED = "resolved"
#: What was pending and passed: it leaves no trace.
DROPPED = "dropped"

RAISED_NOTICE = "raised"
RESOLVED_NOTICE = "resolved"

Grain = Literal["lane", "system", "company", "all"]


class Scope(NamedTuple):
    """What a reading speaks of; what is empty is not told apart."""

    company_id: int | None = None
    system_id: int | None = None
    workflow: str = ""

    def at(self, grain: Grain) -> "Scope":
        """The scope as seen from further away."""
        if grain == "lane":
            return self
        if grain == "system":
            return self._replace(workflow="")
        return Scope(self.company_id) if grain == "company" else Scope()


class Reading(Protocol):
    """A measured value that can be put together with that of another scope."""

    @property
    def value(self) -> float | None:
        """The value to compare with a threshold; None: there is nothing to judge."""

    def plus(self, other: "Reading") -> "Reading":
        """Both together."""


@dataclass(frozen=True)
class Sum:
    """A count or an amount."""

    value: float

    def plus(self, other: "Sum") -> "Sum":
        """Both added up."""
        return Sum(self.value + other.value)


@dataclass(frozen=True)
class Most:
    """An age: the worst of all counts."""

    value: float

    def plus(self, other: "Most") -> "Most":
        """The greater one."""
        return Most(max(self.value, other.value))


@dataclass(frozen=True)
class Least:
    """A time that is left: the shortest of all counts."""

    value: float

    def plus(self, other: "Least") -> "Least":
        """The smaller one."""
        return Least(min(self.value, other.value))


@dataclass(frozen=True)
class Share:
    """A part of a whole, as percentage."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """0 to 100; None of nothing."""
        return 100.0 * self.part / self.whole if self.whole else None

    def plus(self, other: "Share") -> "Share":
        """The parts of both wholes."""
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True)
class Slowest:
    """What 95 of 100 measured durations do not exceed, from the counts of their buckets."""

    counts: Mapping[int, int]

    @property
    def value(self) -> float | None:
        """Seconds; None without any."""
        return quantile(self.counts, 0.95)

    def plus(self, other: "Slowest") -> "Slowest":
        """The counts of both."""
        keys = self.counts.keys() | other.counts.keys()
        return Slowest({k: self.counts.get(k, 0) + other.counts.get(k, 0) for k in keys})


@dataclass(frozen=True)
class Quiet:
    """Hours of the day in which nobody is told: from ``start`` to ``end``, in a time zone.

    Hours may be fractions; a start after the end goes over midnight; equal ones mean never.
    """

    start: float
    end: float
    zone: str

    def covers(self, now: datetime) -> bool:
        """Whether the moment (UTC without zone) lies in the quiet hours."""
        local = now.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(self.zone))
        hour = local.hour + local.minute / 60 + local.second / 3600
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True)
class Rule:
    """What is too much. ``below``: too little is what counts. ``hold``: for how long at least.

    ``only``: where it looks; what is empty there means everywhere.
    """

    threshold: float
    below: bool = False
    hold: timedelta = timedelta()
    grain: Grain = "lane"
    only: Scope = Scope()

    def breached(self, value: float) -> bool:
        """Whether the value is beyond the threshold; the threshold itself is not."""
        return value < self.threshold if self.below else value > self.threshold

    def covers(self, scope: Scope) -> bool:
        """Whether the rule looks there; a reading of all companies speaks of each of them."""
        return (
            (not self.only.company_id or scope.company_id in (None, self.only.company_id))
            and (not self.only.system_id or scope.system_id == self.only.system_id)
            and (not self.only.workflow or scope.workflow == self.only.workflow)
        )

    def breaches(self, readings: Mapping[Scope, Reading]) -> dict[Scope, float]:
        """The values beyond the threshold, at the rule's grain."""
        found: dict[Scope, Reading] = {}
        for scope, reading in readings.items():
            if self.covers(scope):
                seen = scope.at(self.grain)
                found[seen] = found[seen].plus(reading) if seen in found else reading
        values = {scope: reading.value for scope, reading in found.items()}
        return {
            scope: value
            for scope, value in values.items()
            if value is not None and self.breached(value)
        }


@dataclass(frozen=True)
class Incident:
    """An alert that is not over. ``notice``: what is still to be told, if anything."""

    id: int
    scope: Scope
    state: str
    since: datetime
    notice: str = ""


@dataclass(frozen=True)
class Step:
    """What becomes of an incident, or (without id) of a scope that had none.

    ``value``: the newest one; None once it is no longer beyond the threshold.
    """

    id: int | None
    scope: Scope
    state: str
    notice: str
    value: float | None = None


def decide(
    rule: Rule, readings: Mapping[Scope, Reading], incidents: Sequence[Incident], now: datetime
) -> list[Step]:
    """What follows from the newest readings for the incidents of a rule that are not over."""
    breaches = rule.breaches(readings)
    steps = [_follow(rule, one, breaches.get(one.scope), now) for one in incidents]
    known = {one.scope for one in incidents}
    for scope, value in breaches.items():
        if scope not in known:
            state = PENDING if rule.hold else OPEN
            steps.append(Step(None, scope, state, "" if rule.hold else RAISED_NOTICE, value))
    return steps


def _follow(rule: Rule, one: Incident, value: float | None, now: datetime) -> Step:
    if value is None:
        return _end(one)
    if one.state == PENDING and now - one.since >= rule.hold:
        return Step(one.id, one.scope, OPEN, RAISED_NOTICE, value)
    return Step(one.id, one.scope, one.state, one.notice, value)


def _end(one: Incident) -> Step:
    if one.state == PENDING:
        return Step(one.id, one.scope, DROPPED, "")
    # whoever was not told of the beginning need not be told of the end
    notice = "" if one.notice == RAISED_NOTICE else RESOLVED_NOTICE
    return Step(one.id, one.scope, RESOLVED, notice)

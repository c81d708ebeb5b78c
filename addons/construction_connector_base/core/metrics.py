# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The catalogue of metrics, and the arithmetic of their histograms.

What happened is stored as sums: one row per metric, label values and bucket. Rows of the same
kind may be added up in any order, so they can be written by many processes and rolled up later.
The sums are decimals: those of floats depend on the order, and a counter must never fall.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

#: Upper limits of the buckets, in seconds; what is above the last is in a bucket of its own.
BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400)

#: The smallest part of a second that is kept.
MICROSECOND = Decimal("0.000001")

Kind = Literal["counter", "gauge", "histogram"]


class Observation(NamedTuple):
    """A sum of what happened. ``total``: of the measured values, in the unit of the metric."""

    metric: str
    company_id: int | None = None
    system_id: int | None = None
    workflow: str = ""
    type: str = ""
    state: str = ""
    code: str = ""
    bucket: int = 0
    count: int = 1
    total: Decimal = Decimal()


@dataclass(frozen=True)
class Family:
    """One metric as it is exposed. ``labels``: names of labels, as the fields they come from."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()


LANE = ("company", "system", "workflow")

#: Labels that are stored under the name of another field.
STORED_AS = {"kind": "type", "outcome": "state", "error": "code"}

#: What is counted when it happens, by the name under which it is stored.
STORED = {
    "accepted": Family(
        "construction_messages_accepted",
        "counter",
        "Messages stored by the door.",
        (*LANE, "type"),
    ),
    "not_accepted": Family(
        "construction_events_not_accepted",
        "counter",
        "Events the door did not store: duplicates, conflicts, rejected ones by error code.",
        ("system", "state", "code"),
    ),
    "transitions": Family(
        "construction_message_transitions",
        "counter",
        "Changes of state: done (applied), retry, waiting, exception, dead (dead letters) ...,"
        " by reason.",
        (*LANE, "type", "state", "code"),
    ),
    "apply_seconds": Family(
        "construction_message_apply_seconds",
        "histogram",
        "From acceptance to done.",
        (*LANE, "type"),
    ),
    "stopped": Family(
        "construction_messages_stopped",
        "counter",
        "Messages that came to need a person; once each, however often they are retried.",
        (*LANE, "type", "code"),
    ),
    "settle_seconds": Family(
        "construction_message_settle_seconds",
        "histogram",
        "From needing a person to the end, by state in which it ended.",
        (*LANE, "type", "state"),
    ),
    "deliver_seconds": Family(
        "construction_message_deliver_seconds",
        "histogram",
        "From the event in Odoo to its delivery.",
        (*LANE, "type"),
    ),
    "call_seconds": Family(
        "construction_outside_call_seconds",
        "histogram",
        "Calls to outside systems, by kind (send, look_up, pull), outcome and class of error.",
        ("system", "kind", "outcome", "error"),
    ),
    "drain_seconds": Family(
        "construction_drain_seconds",
        "histogram",
        "Duration of one drain of a lane.",
        LANE,
    ),
}

#: What is true at the moment of the scrape.
CURRENT = {
    "backlog": Family(
        "construction_backlog",
        "gauge",
        "Queued messages by age since acceptance.",
        (*LANE, "age"),
    ),
    "oldest_due_seconds": Family(
        "construction_oldest_due_seconds",
        "gauge",
        "How long the message of the lane that waits longest has been due.",
        LANE,
    ),
    "waiting": Family(
        "construction_waiting",
        "gauge",
        "Messages that wait, by what for.",
        (*LANE, "code"),
    ),
    "needs_person": Family(
        "construction_needs_person",
        "gauge",
        "Messages a person must decide about: exceptions, dead letters, unknown deliveries.",
        (*LANE, "state", "code"),
    ),
    "money_at_stake": Family(
        "construction_money_at_stake",
        "gauge",
        "Amount of the messages a person must decide about, in the currency of the company.",
        ("company", "currency", "state", "code"),
    ),
    "drift": Family(
        "construction_drift",
        "gauge",
        "Drifts of reconciliations that are not signed off.",
        LANE,
    ),
    "breaker": Family(
        "construction_breaker",
        "gauge",
        "1 for the state in which the circuit breaker of the system is.",
        ("system", "state"),
    ),
    "alerts": Family(
        "construction_alerts_open", "gauge", "Alerts that are not over.", ("severity",)
    ),
    "runner_alive": Family(
        "construction_runner_alive", "gauge", "1 if a job runner serves this database."
    ),
    "last_accepted": Family(
        "construction_last_accepted_timestamp_seconds",
        "gauge",
        "When the system's last message was accepted.",
        ("system",),
    ),
    "key_expiry": Family(
        "construction_key_expiry_timestamp_seconds",
        "gauge",
        "When the last valid key of the system expires.",
        ("system",),
    ),
    "company_info": Family(
        "construction_company_info", "gauge", "Always 1; names the companies.", ("company", "name")
    ),
}

#: Ages in the gauge of the backlog: the label, and from which age in seconds on.
AGES = (
    ("under 1 min", 0),
    ("1 to 5 min", 60),
    ("5 to 15 min", 300),
    ("15 to 60 min", 900),
    ("1 to 24 h", 3600),
    ("over 24 h", 86400),
)


def bucket(value: float) -> int:
    """The bucket of a value, as ``width_bucket`` of PostgreSQL counts it."""
    return bisect_right(BOUNDS, value)


def observe(metric: str, seconds: float, **labels) -> Observation:
    """One measured duration; its total is exact to the microsecond."""
    total = Decimal(seconds).quantize(MICROSECOND)
    return Observation(metric, bucket=bucket(seconds), total=total, **labels)


def cumulative(counts: Mapping[int, int]) -> list[tuple[str, int]]:
    """Counts per bucket as a histogram is exposed: each limit with all that is not above it."""
    limits = [*(str(float(bound)) for bound in BOUNDS), "+Inf"]
    result, running = [], 0
    for index, limit in enumerate(limits):
        running += counts.get(index, 0)
        result.append((limit, running))
    return result


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The value below which ``share`` (0 to 1) of all lie, as far as the buckets tell; None
    without any. Within a bucket the values are taken as evenly spread; above the last limit, as
    that limit.
    """
    rank = share * sum(counts.values())
    if not rank:
        return None
    seen = 0
    for index in sorted(counts):
        if not counts[index]:
            continue
        if seen + counts[index] >= rank:
            if index >= len(BOUNDS):
                return float(BOUNDS[-1])
            low = BOUNDS[index - 1] if index else 0.0
            return low + (BOUNDS[index] - low) * (rank - seen) / counts[index]
        seen += counts[index]
    return None


def merge(observations: Iterable[Observation]) -> list[Observation]:
    """Add up what has the same labels and bucket."""
    sums: dict[Sequence, tuple[int, Decimal]] = {}
    for one in observations:
        count, total = sums.get(one[:8], (0, Decimal()))
        sums[one[:8]] = (count + one.count, total + one.total)
    return [Observation(*key, count, total) for key, (count, total) in sums.items()]

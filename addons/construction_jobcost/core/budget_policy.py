# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which budget has to suffice for a document, and what happens when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .availability import Availability, judge
from .keys import CostKey

ZERO = Decimal(0)


@dataclass(frozen=True)
class Policy:
    """One row of the policy; ``project_id`` and ``group_id`` 0 mean every job and everybody.

    level: "line", "code", "phase" or "job": over what the budget is summed up.
    mode: "none", "warn" or "stop".
    percent of the revised budget, amount in company currency: tolerance, 0 means not given.
    """

    document: str
    mode: str
    level: str = "line"
    project_id: int = 0
    group_id: int = 0
    percent: Decimal = ZERO
    amount: Decimal = ZERO
    override_group_id: int = 0

    def pool(self, key: CostKey) -> CostKey:
        """Return the pool of a budget line, as a key with 0 for what is summed over."""
        job = key.project_id
        pools = {
            "line": key,
            "code": CostKey(job, key.cost_code_id, 0, 0),
            "phase": CostKey(job, 0, 0, key.phase_id),
            "job": CostKey(job, 0, 0, 0),
        }
        return pools[self.level]

    def tolerance(self, budget: Decimal) -> Decimal:
        """Return by how much a pool may be overrun: the smaller of the limits that are given."""
        limits = [self.amount] if self.amount else []
        if self.percent:
            limits.append(max(ZERO, budget) * self.percent / 100)
        return min(limits, default=ZERO)


#: A policy and what it looks at: the pool of a budget line.
Place = tuple[Policy, CostKey]

#: What holds where no row applies.
DEFAULTS = {"requisition": Policy("requisition", "stop")}


def choose(
    policies: Iterable[Policy], document: str, project_id: int, group_ids: frozenset[int]
) -> Policy:
    """Return the policy that is most specific: of the job before all jobs, then of a group.

    Of several groups the first given counts.
    """
    fitting = [
        policy
        for policy in policies
        if policy.document == document
        and policy.project_id in (0, project_id)
        and (not policy.group_id or policy.group_id in group_ids)
    ]
    default = DEFAULTS.get(document, Policy(document, "none"))
    return max(
        fitting,
        key=lambda policy: (bool(policy.project_id), bool(policy.group_id)),
        default=default,
    )


@dataclass(frozen=True)
class Overrun:
    """A pool that does not suffice: its figures, and by how much beyond the tolerance."""

    policy: Policy
    answer: Availability
    over: Decimal


def overrun(
    policy: Policy,
    pool: CostKey,
    requested: Decimal,
    buckets: Mapping[str, Decimal],
    before: Decimal = ZERO,
    counted: Decimal = ZERO,
) -> Overrun | None:
    """Compare a request with what its pool has left; None when it suffices.

    buckets: sums of the pool. before: what was requested just before and is in no bucket yet.
    counted: what of the request the commitments hold already. All in company currency.
    What asks for nothing, overruns nothing.
    """
    pending = buckets.get("pending_commitments", ZERO) + before
    ordered = buckets.get("original_commitments", ZERO) - counted
    answer = judge(
        pool,
        requested,
        {**buckets, "pending_commitments": pending, "original_commitments": ordered},
    )
    excess = requested - answer.available
    if requested <= 0 or excess <= policy.tolerance(answer.revised_budget):
        return None
    return Overrun(policy, answer, excess)


class Judge:
    """Judges requests one after the other: what one takes is not left for the next.

    A place is a (Policy, pool); requests, and what of them the commitments hold already, are
    sums by place in company currency.
    """

    def __init__(self, buckets: Mapping[Place, Mapping[str, Decimal]]) -> None:
        self._buckets = buckets
        self._used: dict[Place, Decimal] = {}

    def look(
        self, request: Mapping[Place, Decimal], counted: Mapping[Place, Decimal]
    ) -> list[Overrun]:
        """Return what a request overruns."""
        found = (
            overrun(
                *place,
                amount,
                self._buckets[place],
                self._used.get(place, ZERO),
                counted.get(place, ZERO),
            )
            for place, amount in request.items()
        )
        return [item for item in found if item]

    def take(self, request: Mapping[Place, Decimal], counted: Mapping[Place, Decimal]) -> None:
        """Let a request have what it asks for."""
        for place, amount in request.items():
            more = amount - counted.get(place, ZERO)
            self._used[place] = self._used.get(place, ZERO) + more

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Is there budget left for a request?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .cost_report import columns
from .keys import CostKey


@dataclass(frozen=True)
class Availability:
    """The figures behind the answer for one budget line; amounts in company currency.

    ``requested`` is the sum of all requests on the line that were asked about together.
    """

    key: CostKey
    revised_budget: Decimal
    committed: Decimal
    direct_cost: Decimal
    pending_commitments: Decimal
    available: Decimal
    requested: Decimal
    ok: bool


def pooled(requests: Iterable[tuple[CostKey, Decimal]]) -> dict[CostKey, Decimal]:
    """Sum the requests by budget line, in order of first appearance."""
    totals: dict[CostKey, Decimal] = {}
    for key, amount in requests:
        totals[key] = totals.get(key, Decimal(0)) + amount
    return totals


def judge(key: CostKey, requested: Decimal, buckets: Mapping[str, Decimal]) -> Availability:
    """Compare a request with what its budget line has left."""
    figures = columns(buckets)
    return Availability(
        key=key,
        revised_budget=figures["revised_budget"],
        committed=figures["committed"],
        direct_cost=figures["direct_cost"],
        pending_commitments=figures["pending_commitments"],
        available=figures["available"],
        requested=requested,
        ok=requested <= figures["available"],
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quantities of a budget line beside its money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

#: Buckets whose quantities each measure sums; all are counted in the unit of the work.
MEASURES = {
    "budget_quantity": ("original_budget", "budget_changes", "approved_changes"),
    "committed_quantity": ("original_commitments", "approved_commitment_changes"),
    "received_quantity": ("received_goods", "received_services", "received_milestones"),
    "invoiced_quantity": ("invoiced",),
}


def work_quantities(
    sums: Mapping[tuple[str, int], Decimal],
) -> tuple[int, dict[str, Decimal]]:
    """Return the one unit of a budget line and its quantity per measure.

    sums: {(bucket, unit id): quantity}; unit id 0 is no unit and says nothing.
    The unit is 0 and there are no quantities where several units are left over: tons and hours
    do not add up. A unit whose quantities cancel out, as after a new revision of the estimate,
    does not count.
    """
    buckets = {bucket: measure for measure, names in MEASURES.items() for bucket in names}
    totals: dict[int, dict[str, Decimal]] = {}
    for (bucket, unit), quantity in sums.items():
        if unit and bucket in buckets:
            measures = totals.setdefault(unit, dict.fromkeys(MEASURES, Decimal(0)))
            measures[buckets[bucket]] += quantity
    left = {unit: measures for unit, measures in totals.items() if any(measures.values())}
    if len(left) != 1:
        return 0, {}
    return next(iter(left.items()))


def hours(sums: Mapping[tuple[str, int], Decimal], factors: Mapping[int, Decimal]) -> Decimal:
    """Return the hours among the direct cost: labor and equipment.

    factors: {unit id: hours in one unit} of the units of time; others are left out.
    """
    return sum(
        (
            quantity * factors[unit]
            for (bucket, unit), quantity in sums.items()
            if bucket == "direct_cost" and unit in factors
        ),
        Decimal(0),
    )


def done_quantity(sums: Mapping[tuple[str, int], Decimal], unit: int) -> Decimal:
    """Return how much work is done in a unit: received, or billed if that is more, and direct.

    Direct are quantities without an order: hours, equipment, issues from stock.
    """
    total = dict.fromkeys(("received_quantity", "invoiced_quantity", "direct"), Decimal(0))
    measures = {bucket: measure for measure in total for bucket in MEASURES.get(measure, ())}
    measures["direct_cost"] = "direct"
    for (bucket, uom), quantity in sums.items():
        if uom == unit and bucket in measures:
            total[measures[bucket]] += quantity
    return max(total["received_quantity"], total["invoiced_quantity"]) + total["direct"]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Changes: the tiers of a job, numbers, and what a change amounts to over time.

Amounts are in company currency; costs and revenue positive, deductions negative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Date
from decimal import Decimal

ZERO = Decimal(0)
Event = tuple[Date, Decimal]

#: From the single change to the change of the owner's contract.
TIERS = ("pco", "cor", "pcco")
_TIERS_OF = {"1": ("pcco",), "2": ("pco", "pcco"), "3": TIERS}

#: What a change counts as in the ledger while it takes the cost of its event over.
LIVE_STATES = frozenset({"pending", "approved", "executed", "no_charge", "funded", "done"})


def tiers_of(depth: str) -> tuple[str, ...]:
    """Return the tiers of a job whose changes go through ``depth`` ("1", "2", "3") of them."""
    return _TIERS_OF[depth]


def part_tier(tier: str, depth: str) -> str:
    """Return the tier that a package of ``tier`` bundles, "" where lines stand on it."""
    tiers = tiers_of(depth)
    index = tiers.index(tier)
    return tiers[index - 1] if index else ""


def package_tier(tier: str, depth: str) -> str:
    """Return the tier that bundles changes of ``tier``, "" for the last one."""
    tiers = tiers_of(depth)
    index = tiers.index(tier) + 1
    return tiers[index] if index < len(tiers) else ""


def number_of(name: str, series: str) -> int:
    """Return the number in a name of ``series`` ("PCO-007" of "PCO": 7), else 0."""
    match = re.fullmatch(rf"{re.escape(series)}-(\d{{1,9}})", name)
    return int(match[1]) if match else 0


def name_of(series: str, number: int) -> str:
    """Return the name of a number; numbers over 999 get longer, they are never cut."""
    return f"{series}-{number:03d}"


def weight(cost: Decimal, revenue: Decimal) -> Decimal:
    """Return the amount a change is approved by: the larger of cost and revenue, unsigned."""
    return max(abs(cost), abs(revenue))


def ledger_state(state: str, *, executed: bool, contingency: bool, done: bool) -> str:
    """Return the state by which the ledger counts a change.

    executed: the change of the owner's contract that it belongs to is approved.
    contingency: its cost is taken from a contingency line. done: the work of a change
    without charge is finished, so its cost stands in the actuals.
    """
    if state == "approved" and executed:
        return "executed"
    if state == "no_charge":
        return "funded" if contingency else "done" if done else "no_charge"
    return state


def remaining(amount: Decimal, covered: Decimal) -> Decimal:
    """Return what of ``amount`` is not covered: between zero and the amount, on its side."""
    if amount < 0:
        return -remaining(-amount, -covered)
    return min(amount, max(ZERO, amount - covered))


def remaining_steps(
    amount: Decimal, start: Date, end: Date | None, covers: Iterable[Event]
) -> list[Event]:
    """Return the steps of what of ``amount`` is not covered, from ``start`` until ``end``.

    covers: days with changes of the covered amount; what was covered before the start counts
    from the start on. The steps up to a day sum to what is open on that day; they sum to
    zero from ``end`` on.
    """
    known = sorted((max(day, start), change) for day, change in covers)
    days = sorted({start, *(day for day, _change in known)})
    steps: list[Event] = []
    held = ZERO
    for day in days:
        if end is not None and day >= end:
            break
        level = remaining(amount, sum((change for at, change in known if at <= day), ZERO))
        if level != held:
            steps.append((day, level - held))
            held = level
    if end is not None and held:
        steps.append((end, -held))
    return steps

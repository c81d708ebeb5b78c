# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Levels over time and their steps: accruals, and commitments with their changes.

A level is what something amounts to from a day on. The ledger holds steps, the changes of a
level on their days, so that the sum of the steps up to a day is the level of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as Date
from decimal import Decimal

from .allocation import allocate

ZERO = Decimal(0)
Event = tuple[Date, Decimal]


def open_levels(accepted: Iterable[Event], invoiced: Iterable[Event], sign: int = 1) -> list[Event]:
    """Return, per day on which something happened, what is accepted and not invoiced yet.

    Events carry quantities or amounts, both lists in the same unit; returns and credit notes
    are negative. ``sign`` is -1 on a deducting line, whose quantities are negative throughout.
    What is invoiced ahead of acceptance opens nothing.
    """
    moves: dict[Date, Decimal] = {}
    for day, value in accepted:
        moves[day] = moves.get(day, ZERO) + value
    for day, value in invoiced:
        moves[day] = moves.get(day, ZERO) - value
    levels, balance = [], ZERO
    for day in sorted(moves):
        balance += moves[day]
        levels.append((day, sign * max(ZERO, sign * balance)))
    return levels


def allocated_steps(
    levels: Sequence[Event], weights: Sequence[Decimal], rounding: Decimal
) -> list[list[Event]]:
    """Split a level over ``weights`` and return each part's steps.

    levels: ascending days with amounts in company currency. rounding: its smallest unit.
    Splitting levels rather than steps keeps every day exact: on each day the parts' steps so
    far sum to the rounded level. Days on which a part does not change yield no step.
    Raises ValueError for weights that cannot be allocated to.
    """
    steps: list[list[Event]] = [[] for _weight in weights]
    held = [ZERO] * len(weights)
    for day, level in levels:
        for index, amount in enumerate(allocate(level, weights, rounding)):
            if amount != held[index]:
                steps[index].append((day, amount - held[index]))
                held[index] = amount
    return steps

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arithmetic of budget changes: exact decimals in company currency.

A change is a list of moves on budget lines: more budget is positive, less is negative.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .availability import pooled
from .keys import CostKey

Move = tuple[CostKey, Decimal]


def takings(moves: Iterable[Move]) -> dict[CostKey, Decimal]:
    """Return {key: amount} of what a change takes out of budget lines, each net and positive.

    Lines that gain or stay as they are, are left out.
    """
    return {key: -amount for key, amount in pooled(moves).items() if amount < 0}


def givings(moves: Iterable[Move]) -> dict[CostKey, Decimal]:
    """Return {key: amount} of what taking a change back takes out of budget lines."""
    return takings((key, -amount) for key, amount in moves)


def moved(amounts: Iterable[Decimal]) -> Decimal:
    """Return what a change is approved for: its additions or its reductions, what is more.

    For a transfer both are the same. The net of a revision would let money move from one line
    to another without anybody's approval.
    """
    added = reduced = Decimal(0)
    for amount in amounts:
        added += max(Decimal(0), amount)
        reduced += max(Decimal(0), -amount)
    return max(added, reduced)

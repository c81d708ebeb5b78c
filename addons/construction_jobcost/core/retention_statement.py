# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was held back on a contract and given back, document by document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from decimal import Decimal

from .retention import NOTHING


@dataclass(frozen=True)
class Step:
    """A certificate or a release; amounts in the contract's currency.

    gross: what the certificate added to completed and stored. held: what is held after it.
    bill, state: the number of its bill and how far that is, in words.
    """

    day: Date
    name: str
    gross: Decimal = NOTHING
    withheld: Decimal = NOTHING
    released: Decimal = NOTHING
    bill: str = ""
    state: str = ""
    held: Decimal = NOTHING


def statement(steps: Iterable[Step]) -> list[Step]:
    """Return the steps in the order of their days, each with what is held after it."""
    held, result = NOTHING, []
    for step in sorted(steps, key=lambda one: one.day):
        held += step.withheld - step.released
        result.append(replace(step, held=held))
    return result


def totals(steps: Sequence[Step]) -> Step:
    """Return the sums of a statement; held is what is held at its end."""
    last = max((step.day for step in steps), default=Date.min)
    return Step(
        last,
        "",
        sum((step.gross for step in steps), NOTHING),
        sum((step.withheld for step in steps), NOTHING),
        sum((step.released for step in steps), NOTHING),
        held=sum((step.withheld - step.released for step in steps), NOTHING),
    )

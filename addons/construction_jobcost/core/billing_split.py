# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One bill for several payers: by their shares, or as they agreed for a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .allocation import allocate


@dataclass(frozen=True)
class Split:
    """What payers pay of an amount. shares: {payer: weight}. given: amounts that were agreed.

    What is given replaces the shares of the whole amount; the shares are for what nobody gave.
    """

    shares: Mapping[int, Decimal]
    given: Mapping[int, Decimal] = field(default_factory=dict)


class SplitError(ValueError):
    """The amounts that were given do not make up the whole. ``missing``: by how much."""

    def __init__(self, missing: Decimal):
        super().__init__(str(missing))
        self.missing = missing


def split_amount(amount: Decimal, split: Split, rounding: Decimal) -> dict[int, Decimal]:
    """Return what each payer pays of an amount, {payer: amount}; together it is the amount.

    Where some payers' parts are given, the others share the rest.
    Raises SplitError when given parts leave a rest that nobody pays.
    """
    rest = amount - sum(split.given.values(), Decimal(0))
    others = {
        payer: weight
        for payer, weight in split.shares.items()
        if payer not in split.given and weight
    }
    if rest and not others:
        raise SplitError(rest)
    parts = allocate(rest, list(others.values()), rounding) if others else []
    found = dict(split.given) | dict(zip(others, parts, strict=True))
    return {payer: part for payer, part in found.items() if part}


def split_total(parts: Sequence[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """Return what each payer pays of all lines together."""
    total: dict[int, Decimal] = {}
    for one in parts:
        for payer, part in one.items():
            total[payer] = total.get(payer, Decimal(0)) + part
    return total

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Billing the owner: values and progress of items, what the field says, who pays which part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from .allocation import allocate
from .billing_split import Split, split_amount
from .retention import HUNDRED, NOTHING, rounded

#: How the progress of an item is taken, by its kind.
METHODS = {
    "lump_sum": "percent",
    "unit_price": "quantity",
    "cost_plus": "cost",
    "allowance": "percent",
}


def item_value(
    kind: str, quantity: Decimal, price: Decimal, amount: Decimal, rounding: Decimal
) -> Decimal:
    """Return what an item is worth in the contract's currency: measured items quantity x price."""
    return rounded(quantity * price, rounding) if kind == "unit_price" else amount


def done_by_cost(
    scheduled: Decimal, cost: Decimal, expected: Decimal, rounding: Decimal
) -> Decimal:
    """Return the value done of an item by the cost to date of what is expected in all.

    Never more than the scheduled value: cost over the estimate earns nothing. An item that is
    expected to cost nothing has nothing done.
    """
    if expected <= 0:
        return NOTHING
    share = max(NOTHING, min(Decimal(1), cost / expected))
    return rounded(scheduled * share, rounding)


def cost_plus(
    cost: Decimal, fee_percent: Decimal, maximum: Decimal | None, rounding: Decimal
) -> Decimal:
    """Return what is billed to date of an item paid by cost plus a fee in percent of it.

    maximum: guaranteed by the contractor, who bears what is beyond; None: there is none.
    """
    value = rounded(cost * (HUNDRED + fee_percent) / HUNDRED, rounding)
    return value if maximum is None else min(value, maximum)


def is_apart(field: Decimal, finance: Decimal, tolerance: Decimal) -> bool:
    """Tell whether two statements of percent complete differ by more than is tolerated."""
    return abs(field - finance) > tolerance


@dataclass(frozen=True)
class Share:
    """What a payer pays of a line in one period, in the contract's currency.

    work: of completed and stored. withheld, released: of the retention.
    """

    work: Decimal = NOTHING
    withheld: Decimal = NOTHING
    released: Decimal = NOTHING

    def __add__(self, other: Share) -> Share:
        return Share(
            self.work + other.work,
            self.withheld + other.withheld,
            self.released + other.released,
        )

    @property
    def net(self) -> Decimal:
        """What the payer is asked for, net of tax."""
        return self.work - self.withheld + self.released

    @property
    def held(self) -> Decimal:
        """By how much what is held of the payer grows."""
        return self.withheld - self.released


def split_line(
    line: Share, split: Split, held: Mapping[int, Decimal], rounding: Decimal
) -> dict[int, Share]:
    """Return {payer: Share} of a line; together they are the line, to the cent.

    split: of the work. held: what was held of each payer before. Retention goes with the work
    of the payers; what is given back goes by what is held of each.
    Raises SplitError when given parts leave a rest that nobody pays.
    """
    work = split_amount(line.work, split, rounding)
    weights = work if line.withheld > 0 else held
    withheld = _by_weights(line.withheld, weights, split.shares, rounding)
    before = {payer: _at(held, payer) + _at(withheld, payer) for payer in {*held, *withheld}}
    released = _by_weights(line.released, before, split.shares, rounding)
    return {
        payer: Share(_at(work, payer), _at(withheld, payer), _at(released, payer))
        for payer in sorted({*work, *withheld, *released})
    }


def _by_weights(
    amount: Decimal,
    weights: Mapping[int, Decimal],
    shares: Mapping[int, Decimal],
    rounding: Decimal,
) -> dict[int, Decimal]:
    """Spread an amount by the weights above zero, by the shares where there are none."""
    if not amount:
        return {}
    counted = {payer: weight for payer, weight in weights.items() if weight > 0}
    counted = counted or {payer: weight for payer, weight in shares.items() if weight > 0}
    parts = allocate(amount, list(counted.values()), rounding)
    return dict(zip(counted, parts, strict=True))


def _at(amounts: Mapping[int, Decimal], payer: int) -> Decimal:
    return amounts.get(payer, NOTHING)


def opening_amounts(share: Share, rate: Decimal, rounding: Decimal) -> dict[str, Decimal]:
    """Return what was billed of a contract before it was kept here, in company currency.

    share: in the contract's currency; rate: units of it per unit of the company's. All that is
    not held counts as paid: billed = collected + held.
    """
    billed, withheld, released = (
        rounded(amount / rate, rounding) for amount in (share.work, share.withheld, share.released)
    )
    held = withheld - released
    return {
        "billed": billed,
        "held": held,
        "released": released,
        "collected": billed - held,
        "paid": released,
    }


def paid_steps(
    total: Decimal, asked: Decimal, payments: Iterable[tuple[Date, Decimal]], rounding: Decimal
) -> list[tuple[Date, Decimal]]:
    """Return [(day, amount)] of what payments of a bill mean for a part of it.

    total: the bill with tax. asked: the part, e.g. the bill without tax. payments: what was
    set against the whole. Rounded to date, so that a bill paid in full is the part in full.
    """
    if not total:
        return []
    steps, paid, known = [], NOTHING, NOTHING
    for day, amount in sorted(payments):
        paid += amount
        now = rounded(asked * paid / total, rounding)
        if now != known:
            steps.append((day, now - known))
        known = now
    return steps

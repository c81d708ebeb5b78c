# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How vendors bill what was accepted: mostly right, at times too much, too little or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .jobs import GOODS, SUBCONTRACT
from .orders import Order, Part
from .plan import LAST_WEEK, chance

CENT = Decimal("0.01")
EXTRA = Decimal(3)


@dataclass(frozen=True)
class Bill:
    """A vendor's bill or credit note of an order: (number of the line, quantity, price).

    reason: why it is approved although it does not match the order.
    """

    order: Order
    number: str
    week: int
    lines: tuple[tuple[int, Decimal, Decimal], ...]
    refund: bool = False
    reason: str = ""

    @property
    def amount(self) -> Decimal:
        """What the bill adds to what is invoiced; a credit note takes it off."""
        total = sum((quantity * price for _line, quantity, price in self.lines), Decimal(0))
        return -total if self.refund else total


def accepted(order: Order) -> list[Part]:
    """The parts of an order that were accepted up to now."""
    return [part for part in order.parts if order.week < part.week <= order.job.last]


def bills(order: Order) -> list[Bill]:
    """The bills of what was accepted, as far as they came in up to now."""
    draw = chance(order.name, "bills")
    found = [
        bill
        for index, part in enumerate(accepted(order))
        for bill in _bills_of(order, index, part, part.week + draw.choice((1, 1, 2)))
    ]
    return [bill for bill in found if bill.week <= LAST_WEEK]


def _bills_of(order: Order, index: int, part: Part, week: int) -> Iterator[Bill]:
    number = f"{order.name.replace('/', '-')}-{index + 1}"
    lines = [(line, quantity, order.lines[line].price) for line, quantity in part.quantities]
    first, quantity, price = lines[0]
    if order.way != GOODS:
        yield Bill(order, number, week, tuple(lines))
    elif index == 1 and order.name.endswith("-1"):
        lines[0] = (first, quantity + EXTRA, price)
        reason = "The vendor credits what was not delivered"
        yield Bill(order, number, part.week + 1, tuple(lines), reason=reason)
        credit = ((first, EXTRA, price),)
        yield Bill(order, f"{number}-CR", part.week + 2, credit, refund=True)
    elif index == 0 and order.name.endswith("-2"):
        surcharge = (price * Decimal("1.025")).quantize(CENT)
        lines[0] = (first, quantity, surcharge)
        yield Bill(order, number, week, tuple(lines), reason="Fuel surcharge, agreed by phone")
    elif index == 2:
        if order.job.status in ("active", "on_hold"):
            # some pieces are not billed yet, and stay accrued
            lines[0] = (first, quantity - 2, price)
        # after the credit note, so that it fits
        yield Bill(order, number, part.week + 3, tuple(lines))
    else:
        yield Bill(order, number, week, tuple(lines))


def accrued(order: Order) -> Decimal:
    """Accepted and not billed at the end: by quantity, subcontracts by amount."""
    came: dict[int, Decimal] = defaultdict(Decimal)
    billed: dict[int, Decimal] = defaultdict(Decimal)
    by_amount = order.way == SUBCONTRACT
    for part in accepted(order):
        for line, quantity in part.quantities:
            came[line] += quantity
    for bill in bills(order):
        for line, quantity, price in bill.lines:
            counted = quantity * price / order.lines[line].price if by_amount else quantity
            billed[line] += -counted if bill.refund else counted
    return sum(
        (max(Decimal(0), came[line] - billed[line]) * order.lines[line].price for line in came),
        Decimal(0),
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arithmetic of commitments and their changes, exact decimals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class LineTerms:
    """Quantity, price and discount of an order line, in its unit and the order's currency."""

    quantity: Decimal
    price: Decimal
    discount: Decimal = ZERO

    def amount(self, rounding: Decimal) -> Decimal:
        """Return the line's amount net of tax, rounded to the currency's smallest unit."""
        exact = self.quantity * self.price * (100 - self.discount) / 100
        return (exact / rounding).quantize(Decimal(1), ROUND_HALF_UP) * rounding

    def changed(self, basis: str, quantity: Decimal, price: Decimal, amount: Decimal) -> LineTerms:
        """Return the terms after a change.

        basis: "quantity" (so many more units at the line's price), "price" (so much more per
        unit) or "amount" (so much more in all, put on the price of a line of one unit).
        Less is negative. Raises ValueError for an amount on several units or with a discount.
        """
        if basis == "quantity":
            return replace(self, quantity=self.quantity + quantity)
        if basis == "price":
            return replace(self, price=self.price + price)
        if self.quantity != 1 or self.discount:
            raise ValueError("an amount can only be put on the price of one unit")
        return replace(self, price=self.price + amount)


#: A line that is not there yet.
NOTHING = LineTerms(ZERO, ZERO)


def amount_to_approve(amounts: Iterable[Decimal]) -> Decimal:
    """Return what a change is approved for: its additions or its deductions, what is more.

    The net would let money move from one line to another without anybody's approval.
    """
    additions = deductions = ZERO
    for amount in amounts:
        additions += max(ZERO, amount)
        deductions += max(ZERO, -amount)
    return max(additions, deductions)


def releasable(committed: Decimal, accepted: Decimal, invoiced: Decimal) -> Decimal:
    """Return what closing takes off a line: what is neither accepted nor invoiced.

    All in one currency. Signed as the line: a deduction that was not drawn is released too.
    What is used beyond the commitment releases nothing.
    """
    if committed < 0:
        return min(ZERO, committed - min(accepted, invoiced))
    return max(ZERO, committed - max(accepted, invoiced))


@dataclass(frozen=True)
class Progress:
    """What was ordered, received and invoiced of an order line, in its unit."""

    ordered: Decimal
    received: Decimal
    invoiced: Decimal

    def _reaches(self, quantity: Decimal) -> bool:
        sign = -1 if self.ordered < 0 else 1
        return sign * quantity >= sign * self.ordered

    @property
    def is_received(self) -> bool:
        """Tell whether nothing more is expected: what is billed in full is taken as received."""
        return self._reaches(self.received) or self._reaches(self.invoiced)

    @property
    def is_complete(self) -> bool:
        """Tell whether the line is received and billed in full."""
        return self._reaches(self.invoiced)


def progress_state(lines: Iterable[Progress]) -> str:
    """Return how far a commitment in force is.

    "approved", "partly_received", "received" or "complete". Lines of nothing do not count.
    """
    counted = [line for line in lines if line.ordered]
    if counted and all(line.is_complete for line in counted):
        return "complete"
    if counted and all(line.is_received for line in counted):
        return "received"
    if any(line.received or line.invoiced for line in counted):
        return "partly_received"
    return "approved"

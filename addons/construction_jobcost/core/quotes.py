# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compare what vendors ask for the same lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Quote:
    """What one vendor asks for one requested line; amount in company currency, net of tax.

    ``line_id`` is the requested line, ``order_id`` the vendor's request for quotation.
    """

    id: int
    line_id: int
    order_id: int
    amount: Decimal
    #: Of the requested line, in its unit: a vendor may offer only a part.
    quantity: Decimal = Decimal(1)

    @property
    def is_given(self) -> bool:
        """Tell whether the vendor named a price."""
        return self.amount > 0 and self.quantity > 0

    @property
    def price(self) -> Decimal:
        """Return what one requested unit costs."""
        return self.amount / self.quantity


def cheapest(quotes: Iterable[Quote]) -> dict[int, int]:
    """Return {line id: id of its cheapest quote}; of equal ones the first. No price: no quote."""
    best: dict[int, Quote] = {}
    for quote in quotes:
        known = best.get(quote.line_id)
        if quote.is_given and (known is None or quote.price < known.price):
            best[quote.line_id] = quote
    return {line_id: quote.id for line_id, quote in best.items()}


def totals(quotes: Iterable[Quote]) -> dict[int, Decimal]:
    """Return {order id: sum of what its vendor asks}."""
    result: dict[int, Decimal] = {}
    for quote in quotes:
        result[quote.order_id] = result.get(quote.order_id, Decimal(0)) + quote.amount
    return result


def complete_vendors(quotes: Iterable[Quote], line_ids: Iterable[int]) -> set[int]:
    """Return the order ids of the vendors who quote every line."""
    given: dict[int, set[int]] = {}
    for quote in quotes:
        if quote.is_given:
            given.setdefault(quote.order_id, set()).add(quote.line_id)
    lines = set(line_ids)
    return {order_id for order_id, quoted in given.items() if quoted >= lines}


def cheapest_vendor(quotes: Iterable[Quote], line_ids: Iterable[int]) -> int:
    """Return the order id of the lowest total among vendors who quote every line, 0 for none."""
    quotes = list(quotes)
    sums, complete = totals(quotes), complete_vendors(quotes, line_ids)
    return min(complete, key=lambda order_id: (sums[order_id], order_id), default=0)

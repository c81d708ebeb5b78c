# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taxes on retention: due with the work, or when the retention is released."""

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

Taxes = TypeVar("Taxes", bound=Hashable)


def by_taxes(parts: Iterable[tuple[Taxes, Decimal]]) -> dict[Taxes, Decimal]:
    """Return what is held back, or given back, of the work under each set of taxes.

    parts: taxes and amount of each item, in one currency; amounts are rounded and may be negative.
    The groups sum up to the parts, so that each tax is charged on exactly what is payable of its
    items. Groups of nothing are left out; the order of appearance stays.
    """
    groups: dict[Taxes, Decimal] = {}
    for taxes, amount in parts:
        groups[taxes] = groups.get(taxes, Decimal(0)) + amount
    return {taxes: amount for taxes, amount in groups.items() if amount}

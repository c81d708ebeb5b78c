# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the use of equipment costs a job: by internal rate, or a share of the rental bill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from .allocation import allocate

Key = TypeVar("Key")
ZERO = Decimal(0)


@dataclass(frozen=True)
class EquipmentRate:
    """What an hour or a day costs from a day on, in the company's currency.

    For one piece of equipment, or for a category (``equipment_id`` 0).
    """

    equipment_id: int
    category_id: int
    unit: str
    date_from: Date
    amount: Decimal


def find_rate(
    rates: Iterable[EquipmentRate], equipment_id: int, category_id: int, unit: str, day: Date
) -> EquipmentRate | None:
    """Return the rate of a day: the equipment's own before its category's, the latest start."""
    held = [
        rate
        for rate in rates
        if rate.unit == unit
        and rate.date_from <= day
        and (
            rate.equipment_id == equipment_id
            if rate.equipment_id
            else rate.category_id == category_id
        )
    ]
    return max(held, key=lambda rate: (bool(rate.equipment_id), rate.date_from), default=None)


def cost(quantity: Decimal, rate: Decimal, rounding: Decimal) -> Decimal:
    """Return what use costs, rounded once to a multiple of ``rounding``."""
    return (quantity * rate / rounding).quantize(Decimal(1), ROUND_HALF_UP) * rounding


def rental_shares(
    amount: Decimal, used: Mapping[Key, Decimal], available: Decimal, rounding: Decimal
) -> tuple[dict[Key, Decimal], Decimal]:
    """Return what of a rental bill falls on each user, and what stays where it was booked.

    used: hours or days by user, not negative; available: those of the rental period. What was
    not used stays; more use than was available is shared wholly. Shares and rest sum up exactly
    to ``amount``, each a multiple of ``rounding``. Raises ValueError when nothing was used.
    """
    keys = [key for key, quantity in used.items() if quantity]
    if not keys:
        raise ValueError("nothing was used in the period")
    idle = max(ZERO, available - sum(used.values()))
    *shares, rest = allocate(amount, [*(used[key] for key in keys), idle], rounding)
    return dict(zip(keys, shares, strict=True)), rest

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an hour of work costs on a day: wage, and the burden on it (taxes, insurance, union)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Scope(NamedTuple):
    """What a rate holds for: database ids, 0 or "" for all.

    In order of weight: a rate of the employee goes before one of his job, that before one of
    his trade, that before one of the kind of pay.
    """

    employee_id: int = 0
    project_id: int = 0
    trade_id: int = 0
    pay_type: str = ""


@dataclass(frozen=True)
class LaborRate:
    """An agreed rate. Money is of the company's currency, per hour.

    wage: None where it is the employee's own hourly cost. With a kind of pay in its scope it is
    what an hour of that pay costs, else what a regular hour does.
    burden_percent: of the wage, with ``on_premium`` also of what overtime adds to it.
    """

    scope: Scope
    date_from: Date
    date_to: Date | None = None
    wage: Decimal | None = None
    burden_percent: Decimal = ZERO
    burden_hourly: Decimal = ZERO
    on_premium: bool = True


@dataclass(frozen=True)
class Price:
    """What an hour costs, unrounded."""

    wage: Decimal
    burden: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.wage + self.burden

    def times(self, factor: Decimal) -> Price:
        return Price(self.wage * factor, self.burden * factor)


class LaborRates:
    """The rates of a company, by scope and day."""

    def __init__(self, rates: Iterable[LaborRate]) -> None:
        self._by_scope: dict[Scope, list[LaborRate]] = defaultdict(list)
        for rate in sorted(rates, key=lambda rate: rate.date_from, reverse=True):
            self._by_scope[rate.scope].append(rate)
        # which parts of a scope rates name, the weightiest first
        self._shapes = sorted(
            {tuple(bool(part) for part in scope) for scope in self._by_scope}, reverse=True
        )

    def __bool__(self) -> bool:
        return bool(self._by_scope)

    @property
    def by_trade(self) -> bool:
        """Whether the trade of an employee matters."""
        return any(shape[2] for shape in self._shapes)

    def find(self, work: Scope, day: Date) -> LaborRate | None:
        """Return the rate for this work on a day: the closest scope, there the latest start."""
        for shape in self._shapes:
            scope = Scope(
                *(
                    part if named else empty
                    for part, named, empty in zip(work, shape, Scope(), strict=True)
                )
            )
            for rate in self._by_scope.get(scope, ()):
                if rate.date_from <= day and (rate.date_to is None or day <= rate.date_to):
                    return rate
        return None


def price(rate: LaborRate | None, hourly_cost: Decimal, factor: Decimal) -> Price:
    """Return what an hour costs.

    hourly_cost: the employee's own, for a regular hour; factor: hours of regular pay that an
    hour of this kind of pay costs.
    """
    if rate is None:
        return Price(hourly_cost * factor)
    straight = hourly_cost if rate.wage is None else rate.wage
    agreed = rate.wage is not None and bool(rate.scope.pay_type)
    wage = straight if agreed else straight * factor
    base = wage if rate.on_premium else straight
    return Price(wage, base * rate.burden_percent / 100 + rate.burden_hourly)

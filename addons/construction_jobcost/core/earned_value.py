# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Earned value: how cost and progress compare with the plan (PMI's standard terms).

Amounts are in one currency; a ratio of which the divisor is zero is None, as nothing can be said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


@dataclass(frozen=True)
class EarnedValue:
    """bac: budget at completion. ev: budget of the work done (earned). ac: its actual cost.

    pv: budget of the work that should be done by now (planned).
    """

    bac: Decimal
    ev: Decimal
    ac: Decimal
    pv: Decimal

    @property
    def cost_variance(self) -> Decimal:
        """CV = EV - AC: below zero, the work cost more than its budget."""
        return self.ev - self.ac

    @property
    def schedule_variance(self) -> Decimal:
        """SV = EV - PV: below zero, less is done than planned."""
        return self.ev - self.pv

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index, EV / AC."""
        return _ratio(self.ev, self.ac)

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index, EV / PV."""
        return _ratio(self.ev, self.pv)

    @property
    def tcpi(self) -> Decimal | None:
        """To complete on budget: (BAC - EV) / (BAC - AC)."""
        return _ratio(self.bac - self.ev, self.bac - self.ac)

    @property
    def eac_as_budgeted(self) -> Decimal:
        """Estimate at completion if the rest costs what was budgeted: AC + (BAC - EV)."""
        return self.ac + self.bac - self.ev

    @property
    def eac_at_cpi(self) -> Decimal | None:
        """Estimate at completion if the rest goes as until now: BAC / CPI."""
        return self.bac * self.ac / self.ev if self.ev else None

    @property
    def eac_at_cpi_and_spi(self) -> Decimal | None:
        """Estimate if lost time has to be made up, too: AC + (BAC - EV) / (CPI x SPI)."""
        index = self.ev * self.ev
        return self.ac + (self.bac - self.ev) * self.ac * self.pv / index if index else None

    def eac_bottom_up(self, to_complete: Decimal) -> Decimal:
        """Estimate from what the lines still need: AC + bottom-up ETC."""
        return self.ac + to_complete


def total(items: Iterable[EarnedValue]) -> EarnedValue:
    """Add up lines of a code or a job: the ratios of the whole are those of its sums."""
    parts = [(item.bac, item.ev, item.ac, item.pv) for item in items]
    return EarnedValue(
        *(sum(column, Decimal(0)) for column in zip((Decimal(0),) * 4, *parts, strict=True))
    )

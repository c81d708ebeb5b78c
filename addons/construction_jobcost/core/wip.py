# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The work-in-progress schedule: what a contract has earned, against what was billed.

Amounts are in company currency and unrounded where a division gives them; who presents or posts
them rounds once. Revenue over time by percentage of completion; uninstalled materials count at
cost, without margin (IFRS 15 B19, ASC 606-10-55-187).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Method = Literal["cost", "units", "manual"]

NOTHING = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True)
class JobFigures:
    """What a job's line of the schedule is computed from.

    contract: revised contract. estimate: total cost at completion. cost: to date. uninstalled:
    cost to date of material that is not installed yet. complete: of the methods units and
    manual, the part done (0 to 1).
    """

    contract: Decimal
    estimate: Decimal
    cost: Decimal
    billed: Decimal
    uninstalled: Decimal = NOTHING
    method: Method = "cost"
    complete: Decimal = NOTHING

    @property
    def fraction(self) -> Decimal:
        """How much is complete, from 0 to 1; uninstalled materials are no progress."""
        if self.method != "cost":
            return _clamp(self.complete)
        whole = self.estimate - self.uninstalled
        done = self.cost - self.uninstalled
        if whole <= 0:
            # nothing left to spend: all done, unless nothing was to be done at all
            return ONE if self.cost > 0 else NOTHING
        return _clamp(done / whole)

    @property
    def earned(self) -> Decimal:
        """Revenue earned: the fraction of the contract, and uninstalled materials at cost."""
        at_cost = min(self.uninstalled, self.contract) if self.contract > 0 else NOTHING
        return self.fraction * (self.contract - at_cost) + at_cost

    @property
    def unearned(self) -> Decimal:
        """What of the contract is still to be earned."""
        return self.contract - self.earned

    @property
    def overbilled(self) -> Decimal:
        """Billed before it was earned: a liability."""
        return max(NOTHING, self.billed - self.earned)

    @property
    def underbilled(self) -> Decimal:
        """Earned and not billed yet: an asset."""
        return max(NOTHING, self.earned - self.billed)

    @property
    def margin(self) -> Decimal:
        """The gross profit of the whole job as estimated; below zero it is in loss."""
        return self.contract - self.estimate

    @property
    def margin_to_date(self) -> Decimal:
        """Gross profit recognized: earned less cost; of a job in loss the whole loss at once."""
        return self.earned - self.cost - self.loss_provision

    @property
    def loss_provision(self) -> Decimal:
        """What of the loss of the whole job earned less cost does not show yet."""
        if self.margin >= 0:
            return NOTHING
        return max(NOTHING, self.earned - self.cost - self.margin)


@dataclass(frozen=True)
class Totals:
    """The sums of a schedule; over- and underbilled stand side by side and are never netted."""

    contract: Decimal
    earned: Decimal
    billed: Decimal
    cost: Decimal
    overbilled: Decimal
    underbilled: Decimal
    loss_provision: Decimal


def totals(jobs: list[JobFigures]) -> Totals:
    """Add jobs up."""
    return Totals(
        *(sum((getattr(job, name) for job in jobs), NOTHING) for name in Totals.__annotations__)
    )


def _clamp(fraction: Decimal) -> Decimal:
    return max(NOTHING, min(ONE, fraction))

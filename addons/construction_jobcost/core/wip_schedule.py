# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A line of the WIP schedule as it is presented and posted: rounded once, to the currency.

Amounts are in company currency. What is derived from a rounded amount is exact again, so that
earned and unearned are the contract, and an entry is balanced, to the last cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .wip import NOTHING, ONE, JobFigures

HUNDRED = Decimal(100)
#: Percentages are kept to so many places.
PERCENT_STEP = Decimal("0.000001")

REVENUE, LIABILITY, ASSET = "revenue", "liability", "asset"
LOSS, PROVISION = "loss", "provision"
#: Why an item is posted; a loss is its own reason.
OVERBILLED, UNDERBILLED = "overbilled", "underbilled"


@dataclass(frozen=True)
class Presented:
    """The columns of a line that follow from its figures."""

    percent: Decimal
    earned: Decimal
    unearned: Decimal
    overbilled: Decimal
    underbilled: Decimal
    margin: Decimal
    margin_percent: Decimal
    loss_provision: Decimal
    gross_profit: Decimal
    backlog_cost: Decimal
    backlog_profit: Decimal


def presented(figures: JobFigures, step: Decimal) -> Presented:
    """Return the columns of a job; ``step``: the smallest unit of the company's currency.

    The provision of a job in loss is what its whole loss exceeds the loss of earned less cost by;
    gross profit is after it. Backlog is what is still to be earned, to be spent and to be gained.
    """
    earned = rounded(figures.earned, step)
    margin = figures.margin
    shown = earned - figures.cost
    provision = max(NOTHING, shown - margin) if margin < 0 else NOTHING
    return Presented(
        percent=rounded(figures.fraction * HUNDRED, PERCENT_STEP),
        earned=earned,
        unearned=figures.contract - earned,
        overbilled=max(NOTHING, figures.billed - earned),
        underbilled=max(NOTHING, earned - figures.billed),
        margin=margin,
        margin_percent=_percent(margin, figures.contract),
        loss_provision=provision,
        gross_profit=shown - provision,
        backlog_cost=figures.estimate - figures.cost,
        backlog_profit=margin - (shown - provision),
    )


def rounded(amount: Decimal, step: Decimal) -> Decimal:
    """Round half up to a multiple of ``step``."""
    return (amount / step).quantize(ONE, ROUND_HALF_UP) * step


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return rounded(part / whole * HUNDRED, PERCENT_STEP) if whole else NOTHING


class EntryPart(NamedTuple):
    """One item of the entry of a job: why, on which account, how much (debit is positive)."""

    reason: str
    role: str
    amount: Decimal


def entry_parts(overbilled: Decimal, underbilled: Decimal, provision: Decimal) -> list[EntryPart]:
    """Return the items that bring what was billed of a job to what it has earned.

    Overbilled: revenue is owed (liability); underbilled: revenue is an asset; a provision for
    the rest of a loss is cost and owed. Nothing is netted; items sum up to zero.
    """
    pairs = (
        (OVERBILLED, REVENUE, LIABILITY, overbilled),
        (UNDERBILLED, ASSET, REVENUE, underbilled),
        (LOSS, LOSS, PROVISION, provision),
    )
    return [
        part
        for reason, debit, credit, amount in pairs
        if amount
        for part in (EntryPart(reason, debit, amount), EntryPart(reason, credit, -amount))
    ]


def sums(rows: Iterable[Mapping[str, Decimal]], names: Iterable[str]) -> dict[str, Decimal]:
    """Add columns up; over- and underbilled each for itself."""
    rows = list(rows)
    return {name: sum((row[name] for row in rows), NOTHING) for name in names}


def differences(
    kept: Mapping[str, Decimal], found: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return {name: (kept, found)} of the figures that are not the same."""
    return {name: (amount, found[name]) for name, amount in kept.items() if amount != found[name]}


def converted(figures: Mapping[str, Decimal], rate: Decimal, step: Decimal) -> dict[str, Decimal]:
    """Return the columns of a job in another currency, rounded to its unit ``step``.

    figures: contract, estimate, cost, earned, billed and loss_provision in the job's currency;
    rate: units of the other currency for one of it. The other columns follow from these, so that
    they add up in the other currency too.
    """
    amounts = {name: rounded(amount * rate, step) for name, amount in figures.items()}
    contract, earned, billed = (amounts[name] for name in ("contract", "earned", "billed"))
    return amounts | {
        "unearned": contract - earned,
        "margin": contract - amounts["estimate"],
        "overbilled": max(NOTHING, billed - earned),
        "underbilled": max(NOTHING, earned - billed),
        "gross_profit": earned - amounts["cost"] - amounts["loss_provision"],
    }

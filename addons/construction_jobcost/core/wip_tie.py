# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A WIP schedule against the general ledger: what differs, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .wip import NOTHING

#: Why books and schedule differ.
LATER, ENTRIES, NO_JOB, BY_HAND, NOT_SIGNED = "later", "entries", "no_job", "by_hand", "not_signed"
OPENING = "opening"


@dataclass(frozen=True)
class Tie:
    """One figure of a job, or of an account; company currency.

    causes: {why: how much of the difference} as far as it is known.
    """

    schedule: Decimal
    books: Decimal
    causes: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def difference(self) -> Decimal:
        """General ledger less schedule."""
        return self.books - self.schedule

    @property
    def unexplained(self) -> Decimal:
        """What of the difference no cause accounts for."""
        return self.difference - sum(self.causes.values(), NOTHING)

    @property
    def known(self) -> dict[str, Decimal]:
        """The causes that matter."""
        return {cause: amount for cause, amount in self.causes.items() if amount}


def tie_cost(
    schedule: Decimal, ledger: Decimal, books: Decimal, categories: Mapping[str, Decimal]
) -> Tie:
    """Compare a job's cost to date with the cost accounts.

    ledger: cost to date as the job cost ledger has it now. categories: {why: books less ledger}
    as the reconciliation of the books has it, without what it does not explain.
    """
    return Tie(schedule, books, {**categories, LATER: ledger - schedule})


def tie_billed(
    schedule: Decimal,
    ledger: Decimal,
    invoices: Decimal,
    entries: Decimal,
    opening: Decimal = NOTHING,
) -> Tie:
    """Compare what was billed with the income accounts: invoices, and other journal entries.

    ledger: billed as the job cost ledger has it now. Invoices that it does not count, or counts
    otherwise, stay unexplained. opening: of the ledger, what was billed before the contract was
    kept here, for which there is no invoice.
    """
    causes = {ENTRIES: entries, LATER: ledger - schedule, OPENING: -opening}
    return Tie(schedule, invoices + entries, causes)


def tie_account(schedule: Decimal, books: Decimal, signed: bool) -> Tie:
    """Compare a job's part of a balance sheet account with its over- or underbilling."""
    return Tie(schedule, books, {} if signed else {NOT_SIGNED: -schedule})

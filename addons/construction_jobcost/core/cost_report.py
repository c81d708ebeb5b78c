# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The columns of the job cost report: one definition for the database and for Python.

A column is a signed sum of ledger buckets and of columns defined before it; one with a
floor is not below zero. It is meant per budget line: totals are sums of lines.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import add, sub

BUCKETS = (
    "original_budget",
    "budget_changes",
    "approved_changes",
    "pending_budget_changes",
    "original_commitments",
    "approved_commitment_changes",
    "pending_commitments",
    "pending_commitment_changes",
    "pending_cost_changes",
    "received_goods",
    "received_services",
    "received_milestones",
    "invoiced",
    "direct_cost",
    "accrued",
    "retention_held",
    "retention_released",
    "retention_paid",
    "forecast_adjustment",
    "contract",
    "approved_contract_changes",
    "pending_contract_changes",
    "billed",
    "collected",
    "owner_retention_held",
    "owner_retention_released",
    "owner_retention_paid",
)
#: Buckets of what the contract with the owner is worth.
CONTRACT_BUCKETS = ("contract", "approved_contract_changes", "pending_contract_changes")
#: Buckets of what the owner was asked for, holds back and paid.
BILLING_BUCKETS = (
    "billed",
    "collected",
    "owner_retention_held",
    "owner_retention_released",
    "owner_retention_paid",
)
#: Buckets of what the owner pays: of the job, no column of the cost report.
REVENUE_BUCKETS = CONTRACT_BUCKETS + BILLING_BUCKETS


@dataclass(frozen=True)
class Column:
    """A report column: its buckets, the earlier columns it adds (+1) or takes away (-1)."""

    name: str
    buckets: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    floor: bool = False


COLUMNS = (
    Column("original_budget", ("original_budget",)),
    Column("budget_changes", ("budget_changes",)),
    Column("approved_changes", ("approved_changes",)),
    Column(
        "revised_budget",
        parts={"original_budget": 1, "budget_changes": 1, "approved_changes": 1},
    ),
    Column("pending_budget_changes", ("pending_budget_changes",)),
    Column("projected_budget", parts={"revised_budget": 1, "pending_budget_changes": 1}),
    Column("original_commitments", ("original_commitments",)),
    Column("approved_commitment_changes", ("approved_commitment_changes",)),
    Column("committed", parts={"original_commitments": 1, "approved_commitment_changes": 1}),
    Column("pending_commitments", ("pending_commitments", "pending_commitment_changes")),
    Column("pending_cost_changes", ("pending_cost_changes",)),
    Column("received", ("received_goods", "received_services", "received_milestones")),
    Column("invoiced", ("invoiced",)),
    Column("direct_cost", ("direct_cost",)),
    Column("accrued", ("accrued",)),
    Column("job_to_date", parts={"invoiced": 1, "direct_cost": 1, "accrued": 1}),
    Column("open_commitment", parts={"committed": 1, "invoiced": -1}),
    Column(
        "projected_cost",
        parts={
            "committed": 1,
            "direct_cost": 1,
            "pending_commitments": 1,
            "pending_cost_changes": 1,
        },
    ),
    Column(
        "forecast_to_complete",
        # an approved forecast says by how much a line will differ from its budget
        ("forecast_adjustment",),
        parts={"projected_budget": 1, "projected_cost": -1},
        floor=True,
    ),
    Column("estimate_at_completion", parts={"projected_cost": 1, "forecast_to_complete": 1}),
    Column("over_under", parts={"projected_budget": 1, "estimate_at_completion": -1}),
    Column("retention_held", ("retention_held",)),
    Column("retention_released", ("retention_released",)),
    Column("retention_paid", ("retention_paid",)),
    Column(
        "available",
        parts={
            "revised_budget": 1,
            "committed": -1,
            "direct_cost": -1,
            "pending_commitments": -1,
        },
    ),
)
COLUMN_NAMES = tuple(column.name for column in COLUMNS)
_BY_NAME = {column.name: column for column in COLUMNS}
#: What tells which line a row is of.
KEYS = ("budget_line_id", "cost_code", "cost_type", "phase", "description")


class ReportRow(namedtuple("ReportRow", (*KEYS, *COLUMN_NAMES))):
    """A line of a job's report: what it is, and every column as Decimal.

    Read by name as a dict is, ``row["committed"]``, and made in a fifth of a dict's time.
    """

    __slots__ = ()

    def __getitem__(self, name: str):
        return getattr(self, name)

    def keys(self) -> tuple[str, ...]:
        """Return the names, so that ``dict(row)`` works."""
        return self._fields


def columns(buckets: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Compute every column of one budget line from its bucket sums (company currency)."""
    lists = column_lists({name: [amount] for name, amount in buckets.items()}, 1)
    return {name: values[0] for name, values in lists.items()}


def column_lists(
    buckets: Mapping[str, Sequence[Decimal]], count: int
) -> dict[str, Sequence[Decimal]]:
    """Compute every column of ``count`` budget lines at once.

    buckets: the sums of a bucket in the order of the lines (company currency); a bucket that
    no line has anything in may be left out. Returns the values of each column in that order.
    """
    zeros: Sequence[Decimal] = [Decimal(0)] * count
    result: dict[str, Sequence[Decimal]] = {}
    for column in COLUMNS:
        values = zeros
        for name in column.buckets:
            values = _combined(values, buckets.get(name, zeros), 1, zeros)
        for name, sign in column.parts.items():
            values = _combined(values, result[name], sign, zeros)
        if column.floor:
            values = list(map(max, zeros, values))
        result[column.name] = values
    return result


def _combined(
    one: Sequence[Decimal], other: Sequence[Decimal], sign: int, zeros: Sequence[Decimal]
) -> Sequence[Decimal]:
    """Add (+1) or take away (-1) line by line; most columns of most reports are empty."""
    if other is zeros:
        return one
    if one is zeros and sign > 0:
        return other
    return list(map(add if sign > 0 else sub, one, other))


def sql_expression(name: str, bucket_sql: Mapping[str, str]) -> str:
    """Compose a column's SQL from the SQL of each bucket's sum; names are ours, never a user's."""
    column = _BY_NAME[name]
    terms = [f"+ {bucket_sql[bucket]}" for bucket in column.buckets]
    terms += [
        f"{'+' if sign > 0 else '-'} ({sql_expression(part, bucket_sql)})"
        for part, sign in column.parts.items()
    ]
    total = " ".join(terms).removeprefix("+ ")
    return f"GREATEST(0, {total})" if column.floor else total


def column_buckets(name: str) -> list[str]:
    """Return the buckets that a column is made of, through the columns it adds up."""
    column = _BY_NAME[name]
    found = set(column.buckets).union(*(column_buckets(part) for part in column.parts))
    return [bucket for bucket in BUCKETS if bucket in found]

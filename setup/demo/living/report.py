# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was loaded, as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .jobs import JOBS

#: Heading -> the buckets that it sums up.
COLUMNS = {
    "Contract": ("contract", "approved_contract_changes"),
    "Budget": ("original_budget", "budget_changes", "approved_changes"),
    "Committed": ("original_commitments", "approved_commitment_changes"),
    "Received": ("received_goods", "received_services", "received_milestones"),
    "Invoiced": ("invoiced",),
    "Direct": ("direct_cost",),
    "Accrued": ("accrued",),
    "Billed": ("billed",),
    "Collected": ("collected",),
}
WIDTH = 15


def text(loaded: dict[str, Any]) -> str:
    """The jobs with their figures, the checks and the time that it took."""
    lines = [f"{'Job':<8}{'Status':<10}" + "".join(f"{name:>{WIDTH}}" for name in COLUMNS)]
    sums = dict.fromkeys(COLUMNS, Decimal(0))
    for job in JOBS:
        figures = _figures(loaded["totals"].get(job.code, {}))
        lines.append(f"{job.code:<8}{job.status:<10}" + _row(figures))
        sums = {name: sums[name] + figures[name] for name in COLUMNS}
    documents = sum(loaded["acts"].values())
    taken = sum(loaded["seconds"].values())
    lines += [f"{'Total':<18}" + _row(sums), *_verdict(loaded, documents), f"{taken:.0f} s"]
    return "\n".join(lines)


def _figures(totals: dict[str, str]) -> dict[str, Decimal]:
    return {
        name: sum((Decimal(totals.get(bucket, "0")) for bucket in buckets), Decimal(0))
        for name, buckets in COLUMNS.items()
    }


def _row(figures: dict[str, Decimal]) -> str:
    return "".join(f"{figures[name]:>{WIDTH},.2f}" for name in COLUMNS)


def _verdict(loaded: dict[str, Any], documents: int) -> list[str]:
    if loaded["wrong"]:
        return ["WRONG:", *loaded["wrong"]]
    return [
        f"{documents} acts. All totals agree with their plan, the ledger with its documents,",
        "and nothing between books and ledger is unexplained.",
    ]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the ledger must say: control totals of the plan, the sweep, the books beside the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .plan import Act

Totals = dict[str, dict[str, Decimal]]


def expected(acts: Iterable[Act]) -> Totals:
    """{job: {bucket: amount}} of what the acts were to add, zeros left out."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for act in acts:
        for job, bucket, amount in act.figures:
            sums[job, bucket] += amount
    return _by_job(sums)


def held(env: Any, jobs: Iterable[str]) -> Totals:
    """The same as the ledger has it, read as text so that no float comes between."""
    env["construction.cost.entry"]._project_stale()
    env.flush_all()
    env.cr.execute(
        """
        SELECT job.job_code, entry.bucket, SUM(entry.amount)::text
          FROM construction_cost_entry entry JOIN project_project job ON job.id = entry.project_id
         WHERE job.job_code = ANY(%s) GROUP BY 1, 2
        """,
        [list(jobs)],
    )
    return _by_job({(job, bucket): Decimal(total) for job, bucket, total in env.cr.fetchall()})


def _by_job(sums: dict[tuple[str, str], Decimal]) -> Totals:
    totals: Totals = defaultdict(dict)
    for (job, bucket), amount in sorted(sums.items()):
        if amount:
            totals[job][bucket] = amount
    return dict(totals)


def differences(wanted: Totals, found: Totals) -> list[str]:
    """A line for each figure of the ledger that is not what the plan says."""
    return [
        f"{job} {bucket}: {found.get(job, {}).get(bucket, 0)} "
        f"instead of {wanted.get(job, {}).get(bucket, 0)}"
        for job in sorted({*wanted, *found})
        for bucket in sorted({*wanted.get(job, {}), *found.get(job, {})})
        if wanted.get(job, {}).get(bucket, 0) != found.get(job, {}).get(bucket, 0)
    ]


def drifts(env: Any) -> list[str]:
    """What of the whole ledger does not agree with its documents."""
    return [str(drift) for drift in env["construction.cost.entry"]._sweep()]


def unexplained(env: Any, companies: Iterable[Any]) -> list[str]:
    """Documents that stand differently in the books and in the ledger, without a reason."""
    ids = [company.id for company in companies]
    rows = env["construction.books.reconciliation"].search(
        [("company_id", "in", ids), ("category", "=", "unexplained")]
    )
    return [f"{row.company_id.name} {row.document_name}: {row.difference}" for row in rows]


def compared(env: Any, companies: Iterable[Any]) -> dict[str, dict[str, float]]:
    """{company: {explanation: what the books have more than the ledger}}."""
    rows = env["construction.books.reconciliation"]._read_group(
        [("company_id", "in", [company.id for company in companies])],
        ["company_id", "category"],
        ["difference:sum"],
    )
    result: dict[str, dict[str, float]] = defaultdict(dict)
    for company, category, difference in rows:
        result[company.name][category] = round(difference, 2)
    return dict(result)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of the ledger's benchmarks that run inside Odoo's shell."""

import time

from .ledger_own_way import job_cost
from .ledger_scene import ENTRIES_PER_JOB, fill
from .row import rates

FEW, MANY = 20, 200
AS_OF = "2026-02-01"
KNOWN_AT = "2026-02-15 00:00:00"
REPORTS = 10
BATCHES = 5


def measure(env) -> dict[str, float]:
    """Rates of reports, theirs, ours and bare sums, and of the check, with many jobs."""
    user = _reader(env)
    beside_few = _reports(env, user, fill(env, FEW))
    jobs = fill(env, MANY)
    measured = _reports(env, user, jobs)
    return {
        **measured,
        "report_beside_few": beside_few["report"],
        **_portfolio(env, user, jobs),
        "check": _check(env),
        "entries": float(MANY * ENTRIES_PER_JOB),
    }


def _reader(env):
    """A cost controller: the record rules are asked on both sides."""
    return env["res.users"].create(
        {
            "login": "bench-ledger",
            "name": "Benchmark",
            "company_id": env.company.id,
            "company_ids": [(6, 0, env.company.ids)],
            "group_ids": [
                (4, env.ref("construction_jobcost.group_cost_controller").id),
                (4, env.ref("purchase.group_purchase_user").id),
                (4, env.ref("account.group_account_invoice").id),
            ],
        }
    )


def _reports(env, user, jobs: list[int]) -> dict[str, float]:
    """Reports of single jobs per second; each call takes other jobs than the one before."""
    mine = env(user=user.id, context={"allowed_company_ids": env.company.ids})
    _bare_table(env)

    def report(number, **moment):
        for job in _some(mine, jobs, number):
            rows = job._get_job_cost(**moment)
            assert len(rows) == 500, len(rows)

    def own_way(number, **moment):
        for job in _some(mine, jobs, number):
            assert len(job_cost(mine, job, **moment)) == 500

    def bare(number):
        for job in _some(mine, jobs, number):
            mine.cr.execute(
                "SELECT budget_line_id, bucket, SUM(amount) FROM bench_entry "
                "WHERE project_id = %s GROUP BY 1, 2",
                [job.id],
            )
            mine.cr.fetchall()

    _same(mine, jobs[0])

    def unseen(number):
        # which lines a job has is kept by each worker: here none has shown it before
        env.registry.clear_cache()
        report(number + 1)

    (first,) = rates(REPORTS, lambda number: report(number - 1), prepare=unseen)
    for job in mine["project.project"].browse(jobs):
        job._get_job_cost()
    names = ("report", "as_of", "own_way", "own_way_as_of", "bare")
    measured = rates(
        REPORTS,
        report,
        lambda number: report(number, as_of=AS_OF, known_at=KNOWN_AT),
        own_way,
        lambda number: own_way(number, as_of=AS_OF),
        bare,
    )
    return {**dict(zip(names, measured, strict=True)), "first": first}


def _same(env, job: int) -> None:
    """Both ways have to come to the same."""
    job = env["project.project"].browse(job)
    for moment in ({}, {"as_of": AS_OF}):
        ours, theirs = job._get_job_cost(**moment), job_cost(env, job, **moment)
        for name in ("committed", "invoiced", "direct_cost", "job_to_date", "open_commitment"):
            sums = [sum(float(row[name]) for row in rows) for rows in (ours, theirs)]
            if moment and name in ("committed", "open_commitment"):
                # the change of each order is later than the day; Odoo knows of none
                continue
            assert round(sums[0] - sums[1], 2) == 0, (moment, name, sums)


def _some(env, jobs: list[int], number: int):
    env.invalidate_all()
    return env["project.project"].browse(
        [jobs[(number * REPORTS + index * 7) % len(jobs)] for index in range(REPORTS)]
    )


def _bare_table(env) -> None:
    """The same entries in a table that holds nothing else, with the ideal index of the sum."""
    env.cr.execute("DROP TABLE IF EXISTS bench_entry")
    env.cr.execute(
        "CREATE TABLE bench_entry AS "
        "SELECT project_id, budget_line_id, bucket, amount FROM construction_cost_entry"
    )
    env.cr.execute(
        "CREATE INDEX ON bench_entry (project_id, budget_line_id, bucket) INCLUDE (amount)"
    )
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE bench_entry")
    env.cr._cnx.autocommit = False


def _portfolio(env, user, jobs: list[int]) -> dict[str, float]:
    """All jobs at once: their figures, and what Odoo's analytic lines of them sum up to."""
    mine = env(user=user.id, context={"allowed_company_ids": env.company.ids})
    projects = mine["project.project"].browse(jobs)
    accounts = projects.account_id.ids

    def figures(number):
        mine.invalidate_all()
        assert all(projects.mapped("job_revised_budget"))

    def analytic(*codes):
        mine.invalidate_all()
        groups = mine["account.analytic.line"]._read_group(
            [("account_id", "in", accounts)], ["account_id", *codes], ["amount:sum"]
        )
        assert len(groups) >= len(jobs)

    codes = mine["account.analytic.line"]._get_coding_columns()[1:3]
    names = ("portfolio", "analytic", "analytic_by_code")
    measured = rates(1, figures, lambda number: analytic(), lambda number: analytic(*codes))
    return dict(zip(names, measured, strict=True))


def _check(env) -> float:
    """Document lines per second of a check, over batches of each kind of document."""
    entries = env["construction.cost.entry"]
    count, begun = 0, time.perf_counter()
    for name in ("construction.estimate.line", "purchase.order.line", "account.move.line"):
        count += _check_batches(entries, name, BATCHES)
    # there are four times as many hours as there are of each of the others
    count += _check_batches(entries, "account.analytic.line", 4 * BATCHES)
    return round(count / (time.perf_counter() - begun), 1)


def _check_batches(entries, name: str, batches: int) -> int:
    count = last = 0
    for _ in range(batches):
        ids = entries._get_sweep_ids(name, last)
        drifts = entries._sweep_batch(name, ids)
        if drifts:
            raise ValueError(f"The scene's ledger does not agree: {drifts[0]}")
        entries.env.invalidate_all()
        count, last = count + len(ids), ids[-1]
    return count

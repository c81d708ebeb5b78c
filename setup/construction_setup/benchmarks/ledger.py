# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reports of the job cost ledger, against Odoo's own way to the same columns and bare sums."""

from .row import Row
from .scene import Scene

#: What a check has to reach; there is nothing in Odoo to compare it with.
WANTED_CHECK = 2000.0


def ledger(scene: Scene) -> list[Row]:
    """200 jobs, 500 budget lines each, a million entries; documents behind all of them."""
    got = scene.server.run_code(
        "from construction_setup.benchmarks import ledger_in_odoo\n"
        "answer = ledger_in_odoo.measure(env)"
    )
    own_way = "Odoo's analytic lines, order lines and bills of the job"
    bare = "the bare sum in SQL"
    by_job = "Odoo's analytic lines grouped by job"
    return [
        Row("job_report", got["report"], "reports/s", got["own_way"], own_way),
        Row("job_report_first", got["first"], "reports/s", got["own_way"], own_way),
        Row(
            "job_report_as_of",
            got["as_of"],
            "reports/s",
            got["own_way_as_of"],
            f"{own_way}, as of the same day",
        ),
        Row("job_report_bare", got["report"], "reports/s", got["bare"], bare),
        Row("job_report_as_of_bare", got["as_of"], "reports/s", got["bare"], bare),
        Row(
            "job_report_growth",
            got["report"],
            "reports/s",
            got["report_beside_few"],
            "with 100,000 entries instead of 1,000,000",
        ),
        Row("portfolio", got["portfolio"], "reports/s", got["analytic"], by_job),
        Row(
            "portfolio_by_code",
            got["portfolio"],
            "reports/s",
            got["analytic_by_code"],
            f"{by_job}, code and type",
        ),
        Row("ledger_check", got["check"], "lines/s", WANTED_CHECK, "what is wanted"),
    ]

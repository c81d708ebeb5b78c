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
    own_way = (got["own_way"], "Odoo's analytic lines, order lines and bills of the job")
    return [
        Row("job_report", got["report"], "reports/s", *own_way),
        Row("job_report_as_of", got["as_of"], "reports/s", *own_way),
        Row("job_report_bare", got["report"], "reports/s", got["bare"], "the bare sum in SQL"),
        Row(
            "job_report_growth",
            got["report"],
            "reports/s",
            got["report_beside_few"],
            "with 100,000 entries instead of 1,000,000",
        ),
        Row(
            "portfolio",
            got["portfolio"],
            "reports/s",
            got["analytic"],
            "Odoo's analytic lines grouped by job",
        ),
        Row("ledger_check", got["check"], "lines/s", WANTED_CHECK, "what is wanted"),
    ]

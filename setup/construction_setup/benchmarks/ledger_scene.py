# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contractor's ledger with its documents, made by SQL: copies of documents that were made once.

Each job has 500 budget lines. Each of these has a budget, an order line that was changed once, a
bill and four timesheets, of which two were corrected: ten ledger entries, five analytic lines.
The ledger agrees with the documents, so a check of it finds nothing.
"""

from typing import Any

from .ledger_models import models_of_each_kind

CODES = 250
TYPES = ("labor", "material")
HOURS = 4
CORRECTED = 2
#: Entries that were recorded since the ledger was last rolled up.
LATEST = 1000
#: Lines of an order, as where confirming is measured, and of its bill.
PER_DOCUMENT = 5
ENTRIES_PER_JOB = CODES * len(TYPES) * 10
TABLES = (
    "construction_cost_entry",
    "construction_cost_balance",
    "construction_cost_job_balance",
    "construction_cost_job_sum",
    "construction_budget_line",
    "construction_estimate_line",
    "purchase_order_line",
    "purchase_commitment_revision",
    "account_move_line",
    "account_analytic_line",
)


def fill(env, jobs: int) -> list[int]:
    """Have this many jobs with their documents and entries; returns the ids of the jobs."""
    made = env["project.project"].search([("job_code", "=like", "BENCH-%")], order="id")
    if len(made) < jobs:
        made |= _fill(env, len(made), jobs - len(made))
        _roll_up(env)
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in TABLES:
        env.cr.execute(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False
    return made.ids


def _roll_up(env) -> None:
    """What the schedule does every five minutes; some entries came after it."""
    balances = env["construction.cost.balance"]
    entry_id, line_id = balances._get_highest()
    balances._roll_up(entry_id - LATEST, line_id)


def _fill(env, first: int, amount: int):
    company = env.company
    jobs = env["project.project"].create(
        [
            {
                "name": f"Job {number}",
                "job_code": f"BENCH-{number:04}",
                "company_id": company.id,
            }
            for number in range(first, first + amount)
        ]
    )
    models = models_of_each_kind(env)
    _stage(env, jobs, _codes(env))
    _documents(env, models)
    _entries(env)
    env.cr.execute("DROP TABLE bench_line")
    env.invalidate_all()
    return jobs


def _codes(env):
    codes = env["construction.cost.code"]
    found = codes.search([("code", "=like", "BENCH-%")])
    return found or codes.create(
        [{"code": f"BENCH-{number:03}", "name": f"Code {number}"} for number in range(CODES)]
    )


def _stage(env, jobs, codes) -> None:
    """Number the budget lines of the jobs in a table of their own."""
    types = [env.ref(f"construction_jobcost.cost_type_{name}") for name in TYPES]
    keys = [(job.id, code.id, kind.id, 0) for job in jobs for code in codes for kind in types]
    env["construction.budget.line"]._ensure(keys)
    env.flush_all()
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_line AS
        SELECT (row_number() OVER (ORDER BY l.id) - 1)::int AS n,
               (dense_rank() OVER (ORDER BY l.project_id) - 1)::int AS j,
               l.id AS line_id, l.project_id, l.cost_code_id, l.cost_type_id, l.company_id,
               company.currency_id, project.account_id AS job_account,
               code.analytic_account_id AS code_account,
               kind.analytic_account_id AS type_account,
               jsonb_build_object(project.account_id || ',' || code.analytic_account_id || ','
                                  || kind.analytic_account_id, 100) AS coding
          FROM construction_budget_line l
          JOIN project_project project ON project.id = l.project_id
          JOIN res_company company ON company.id = l.company_id
          JOIN construction_cost_code code ON code.id = l.cost_code_id
          JOIN construction_cost_type kind ON kind.id = l.cost_type_id
         WHERE l.project_id = ANY(%s)
        """,
        [jobs.ids],
    )


def _documents(env, models: dict[str, Any]) -> None:
    _job, code, kind, _phase = env["account.analytic.line"]._get_coding_columns()
    own = {"account_id": "r.job_account", code: "r.code_account", kind: "r.type_account"}
    document = f"(n / {PER_DOCUMENT})"
    documents = f"SELECT DISTINCT {document} AS n FROM bench_line"
    one = "SELECT * FROM bench_line"

    def copy(table, source, rows, name=None, **values):
        _copy(env, name or table, table, source, rows, values)

    def parent(table):
        return f"r.first_{table} + r.n / {PER_DOCUMENT}"

    copy(
        "construction_estimate",
        models["construction_estimate"],
        "SELECT DISTINCT j AS n, project_id FROM bench_line",
        project_id="r.project_id",
    )
    copy(
        "construction_estimate_line",
        models["construction_estimate_line"],
        one,
        estimate_id="r.first_construction_estimate + r.j",
        cost_code_id="r.cost_code_id",
        cost_type_id="r.cost_type_id",
    )
    copy("purchase_order", models["purchase_order"], documents, name="purchase_order")
    copy(
        "purchase_order_line",
        models["purchase_order_line"],
        one,
        order_id=parent("purchase_order"),
        analytic_distribution="r.coding",
        product_qty="10",
        price_subtotal="1000",
    )
    for step, (amount, day) in enumerate(((900, "2026-01-10"), (1000, "2026-02-10"))):
        copy(
            "purchase_commitment_revision",
            models["purchase_commitment_revision"],
            one,
            name=f"revision_{step}",
            order_line_id="r.first_purchase_order_line + r.n",
            amount=str(amount),
            quantity=str(amount // 100),
            date=f"date '{day}'",
        )
    copy("account_move", models["account_move"], documents, name_="'BENCH/' || %(id)s")
    copy(
        "account_move_line",
        models["account_move_line"],
        one,
        move_id=parent("account_move"),
        purchase_line_id="r.first_purchase_order_line + r.n",
        analytic_distribution="r.coding",
    )
    copy(
        "account_analytic_line",
        models["billed"],
        one,
        name="billed",
        move_line_id="r.first_account_move_line + r.n",
        **own,
    )
    copy(
        "account_analytic_line",
        models["hours"],
        f"SELECT b.*, b.n * {HOURS} + k AS m FROM bench_line b, generate_series(0, {HOURS - 1}) k",
        name="hours",
        project_id="r.project_id",
        date="date '2025-01-01' + (r.m * 7) %% 500",
        **own,
    )


def _copy(env, name, table, source, rows, values) -> None:
    """Copy a row of ``table`` once for each of ``rows``; the ids follow their number.

    Leaves the first id in bench_line's column first_<name>, for rows that refer to these.
    """
    number = "m" if " AS m " in rows else "n"
    env.cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")
    first = env.cr.fetchone()[0]
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND "
        "is_generated = 'NEVER' AND table_schema = current_schema()",
        [table],
    )
    identity = f"({first} + r.{number})"
    given = {column.rstrip("_"): text % {"id": identity} for column, text in values.items()}
    columns = {row[0]: f't."{row[0]}"' for row in env.cr.fetchall()} | given | {"id": identity}
    names = ", ".join(f'"{column}"' for column in columns)
    env.cr.execute(
        f"INSERT INTO {table} ({names}) "
        f"SELECT {', '.join(columns.values())} FROM {table} t, ({rows}) r WHERE t.id = {source}"
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")
    env.cr.execute(f"ALTER TABLE bench_line ADD COLUMN first_{name} int DEFAULT {first}")


def _entries(env) -> None:
    """What the projections of the documents come to, as of the days they were recorded."""
    env.cr.execute(
        """
        INSERT INTO construction_cost_entry
               (company_id, currency_id, project_id, budget_line_id, cost_code_id, cost_type_id,
                bucket, date, amount, quantity, uom_id, source_model, source_id,
                document_model, document_id, document_name, timing, create_uid, create_date)
        SELECT r.company_id, r.currency_id, r.project_id, r.line_id, r.cost_code_id,
               r.cost_type_id, e.bucket, e.day, e.amount, e.quantity, e.uom_id, e.model, e.id,
               e.document, e.document_id, 'Benchmark', 'on_time', 1,
               e.day + interval '1 day' + e.later * interval '30 days'
          FROM bench_line r
         CROSS JOIN LATERAL (
               SELECT 'original_budget' AS bucket, date '2026-01-05' AS day, 2000 AS amount,
                      0 AS quantity, NULL::int AS uom_id,
                      'construction.estimate.line' AS model,
                      r.first_construction_estimate_line + r.n AS id,
                      'construction.estimate' AS document,
                      r.first_construction_estimate + r.j AS document_id, 0 AS later
                UNION ALL
               SELECT step.bucket, step.day, step.amount, step.quantity, l.product_uom_id,
                      'purchase.order.line', l.id, 'purchase.order', l.order_id, 0
                 FROM purchase_order_line l
                CROSS JOIN (VALUES
                      ('original_commitments', date '2026-01-10', 900, 9),
                      ('approved_commitment_changes', date '2026-02-10', 100, 1)
                      ) AS step (bucket, day, amount, quantity)
                WHERE l.id = r.first_purchase_order_line + r.n
                UNION ALL
               SELECT 'invoiced', l.date, 400, 4, l.product_uom_id,
                      'account.move.line', l.id, 'account.move', l.move_id, 0
                 FROM account_move_line l
                WHERE l.id = r.first_account_move_line + r.n
                UNION ALL
               SELECT 'direct_cost', l.date,
                      CASE WHEN k >= %(corrected)s THEN 400 WHEN c = 0 THEN 350 ELSE 50 END,
                      CASE WHEN k >= %(corrected)s THEN 8 WHEN c = 0 THEN 7 ELSE 1 END,
                      l.product_uom_id, 'account.analytic.line', l.id,
                      'account.analytic.line', l.id, c
                 FROM generate_series(0, %(hours)s - 1) k
                CROSS JOIN generate_series(0, 1) c
                 JOIN account_analytic_line l ON l.id = r.first_hours + r.n * %(hours)s + k
                WHERE c = 0 OR k < %(corrected)s
               ) e
        """,
        {"hours": HOURS, "corrected": CORRECTED},
    )

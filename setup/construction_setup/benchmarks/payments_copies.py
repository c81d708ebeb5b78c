# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Copies, made by SQL, of an application with its bill and its entries in the ledger."""

CONTRACTS = 50
LINES = 200
PERIODS = 120
STEP = 50.0
BEGIN = "2016-01-31"
SHEET = "construction_payment_application_line"
#: What a line of the sheet is in month ``r.n``, all months being alike.
MONTHLY = {
    "previous_work": f"(r.n - 1) * {STEP}",
    "work_to_date": f"r.n * {STEP}",
    "previous_withheld_work": f"(r.n - 1) * {STEP} / 10",
    "withheld_work_to_date": f"r.n * {STEP} / 10",
}


def copy_months(env, application, months: int) -> None:
    """Give the contract applications, bills and entries of the months 2 to ``months``."""
    _make_rows(env, "SELECT n, {day} AS day FROM generate_series(2, %s) n", months)
    own = f"{_copy_certificates(env, application, number='r.n')} + r.n - 2"
    lines = _copy(env, SHEET, f"application_id = {application.id}", **MONTHLY, application_id=own)
    items = _copy_bills(env, application.bill_id, own)
    _copy_entries(env, SHEET, f"application_id = {application.id}", lines)
    _copy_entries(env, "account_move_line", f"move_id = {application.bill_id.id}", items)


def _copy_bills(env, bill, own: str) -> int:
    """Copy the bill for each copied application (SQL of its id); return its first item's id."""
    first = _copy(
        env,
        "account_move",
        f"id = {bill.id}",
        name="'BENCHPAY/' || r.n",
        date="r.day",
        invoice_date="r.day",
        payment_application_id=own,
    )
    env.cr.execute(
        "UPDATE construction_payment_application a SET bill_id = m.id FROM account_move m "
        "WHERE m.payment_application_id = a.id AND a.bill_id IS NULL"
    )
    return _copy(
        env,
        "account_move_line",
        f"move_id = {bill.id}",
        move_id=f"{first} + r.n - 2",
        payment_application_id=f"CASE WHEN t.payment_application_id IS NOT NULL THEN {own} END",
        date="r.day",
    )


def copy_contracts(env, order, application) -> None:
    """Copy the contract with all its months, as other contracts, without bills."""
    orders, items = _copy_orders(env, order)
    _make_rows(
        env,
        "SELECT (row_number() OVER () + 1)::int AS n, c, period, {period} AS day "
        "FROM generate_series(2, %s) c, generate_series(1, %s) period",
        CONTRACTS,
        PERIODS,
    )
    contract = f"{orders} + r.c - 2"
    certificates = _copy_certificates(env, application, number="r.period", order_id=contract)
    monthly = {name: text.replace("r.n", "r.period") for name, text in MONTHLY.items()}
    lines = _copy(
        env,
        SHEET,
        f"application_id = {application.id}",
        **monthly,
        application_id=f"{certificates} + r.n - 2",
        order_id=contract,
        order_line_id=f"{items} + (r.c - 2) * {LINES} + t.rank",
    )
    _copy_entries(env, SHEET, f"application_id = {application.id}", lines, "received_services")


def _copy_orders(env, order) -> tuple[int, int]:
    """Copy the contract and its items for the other contracts; return their first ids."""
    _make_rows(env, "SELECT n, {begin} + 1 AS day FROM generate_series(2, %s) n", CONTRACTS)
    first = _copy(env, "purchase_order", f"id = {order.id}", name="'BENCHPAY-' || r.n")
    items = _copy(
        env, "purchase_order_line", f"order_id = {order.id}", order_id=f"{first} + r.n - 2"
    )
    return first, items


def _copy_certificates(env, application, **values: str) -> int:
    """Copy the application without its bill; return the first id. values: SQL by column."""
    return _copy(
        env,
        "construction_payment_application",
        f"id = {application.id}",
        name="t.name || '.' || r.n",
        period_start="r.day - 27",
        period_end="r.day",
        date_certified="r.day",
        bill_id="NULL::int",
        **values,
    )


def _make_rows(env, query: str, *ends: int) -> None:
    """Make the rows that copies are made for, numbered from 2 by ``n``, each with its day.

    query: may use {begin}, the day before the first month, and {day} or {period}: the day of the
    month ``n`` or ``period``.
    """
    month = f"(DATE '{BEGIN}' + {{}} * INTERVAL '1 month')::date"
    query = query.format(
        begin=f"DATE '{BEGIN}'", day=month.format("n"), period=month.format("period")
    )
    env.cr.execute("DROP TABLE IF EXISTS bench_month")
    env.cr.execute(f"CREATE TEMPORARY TABLE bench_month AS {query}", ends)


def _next(env, table: str) -> int:
    env.cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")
    return env.cr.fetchone()[0]


def _copy(env, table: str, rows: str, **values: str) -> int:
    """Copy these rows ``t`` of a table for each row ``r`` of bench_month; return the first id.

    ``t.rank`` counts the rows from 0 by id; ids follow month by month. values: SQL by column.
    """
    env.flush_all()
    first = _next(env, table)
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND "
        "is_generated = 'NEVER' AND table_schema = current_schema()",
        [table],
    )
    columns = {row[0]: f't."{row[0]}"' for row in env.cr.fetchall()} | values
    columns["id"] = f"{first} + (r.n - 2) * t.amount + t.rank"
    names = ", ".join(f'"{column}"' for column in columns)
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM ("
        f"SELECT *, (row_number() OVER (ORDER BY id) - 1)::int AS rank, COUNT(*) OVER ()::int AS amount "
        f"FROM {table} WHERE {rows}) t, bench_month r"
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")
    return first


def _copy_entries(env, table: str, rows: str, first: int, bucket: str = "") -> None:
    """Copy the ledger's entries of these rows, for the copies that begin with id ``first``."""
    model = table.replace("_", ".")
    env.cr.execute(
        f"""
        INSERT INTO construction_cost_entry
               (company_id, currency_id, project_id, budget_line_id, cost_code_id, cost_type_id,
                bucket, date, amount, quantity, uom_id, source_model, source_id,
                document_model, document_id, document_name, timing, create_uid, create_date)
        SELECT e.company_id, e.currency_id, e.project_id, e.budget_line_id, e.cost_code_id,
               e.cost_type_id, e.bucket, r.day, e.amount, e.quantity, e.uom_id, e.source_model,
               {first} + (r.n - 2) * t.amount + t.rank,
               e.document_model, e.document_id, e.document_name, e.timing, 1, e.create_date
          FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS rank,
                       COUNT(*) OVER ()::int AS amount FROM {table} WHERE {rows}) t
          JOIN construction_cost_entry e ON e.source_model = %s AND e.source_id = t.id
         CROSS JOIN bench_month r
         WHERE %s = '' OR e.bucket = %s
        """,
        [model, bucket, bucket],
    )

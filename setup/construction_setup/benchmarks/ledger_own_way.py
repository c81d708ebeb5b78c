# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A job's cost by code and type with Odoo alone, as its own project profitability goes about it.

Analytic lines are grouped; order lines are found by their distribution and counted in the company's
currency; bills tell what was invoiced on orders and what is open. As of an earlier day Odoo
counts received and billed quantities of order lines anew (``accrual_entry_date``).

Odoo keeps no history of an order line, no budget and no knowledge date: changes of commitments count
as original ones, budgets stay empty, and a past report contains what was entered since.
"""

from collections import defaultdict

ORDERED = ("analytic_distribution", "price_subtotal", "price_unit", "product_qty", "order_id")
BILLED = ("analytic_distribution", "balance", "parent_state", "purchase_line_id")


def job_cost(env, job, as_of: str | None = None) -> list[dict]:
    """Return a dict per coding, in the order of the codes, with every column of the cost report."""
    buckets: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    actuals = _actuals(env, job, as_of)
    _orders(env, job, as_of, buckets)
    _bills(env, job, as_of, buckets)
    for coding, amount in actuals.items():
        buckets["direct_cost"][coding] = amount - buckets["invoiced"][coding]
    codings = sorted(set().union(*buckets.values()), key=_names(env, buckets))
    return [_row(coding, buckets) for coding in codings]


def _row(coding: str, buckets) -> dict:
    """The columns of one line; those that Odoo knows nothing of follow from a budget of zero."""
    committed, invoiced = buckets["committed"][coding], buckets["invoiced"][coding]
    direct, accrued = buckets["direct_cost"][coding], buckets["accrued"][coding]
    pending = buckets["pending_commitments"][coding]
    projected = committed + direct + pending
    forecast = max(0.0, -projected)
    return {
        "coding": coding,
        "committed": committed,
        "received": buckets["received"][coding],
        "invoiced": invoiced,
        "direct_cost": direct,
        "accrued": accrued,
        "pending_commitments": pending,
        "job_to_date": invoiced + direct + accrued,
        "open_commitment": committed - invoiced,
        "projected_cost": projected,
        "forecast_to_complete": forecast,
        "estimate_at_completion": projected + forecast,
        "over_under": -projected - forecast,
        "available": -committed - direct - pending,
    }


def _actuals(env, job, as_of):
    lines = env["account.analytic.line"]
    _job, code, kind, _phase = lines._get_coding_columns()
    account = job.account_id.id
    domain = [("account_id", "=", account)] + ([("date", "<=", as_of)] if as_of else [])
    return {
        f"{account},{code_account.id},{type_account.id}": -amount
        for code_account, type_account, amount in lines._read_group(
            domain, [code, kind], ["amount:sum"]
        )
    }


def _orders(env, job, as_of, buckets):
    lines = env["purchase.order.line"]
    received, billed = "qty_received", "qty_invoiced"
    domain = [("analytic_distribution", "in", job.account_id.ids), ("state", "=", "purchase")]
    if as_of:
        lines = lines.with_context(accrual_entry_date=as_of)
        received, billed = "qty_received_at_date", "qty_invoiced_at_date"
        domain.append(("order_id.date_approve", "<=", f"{as_of} 23:59:59"))
    for line in lines.search_fetch(domain, [*ORDERED, received, billed]):
        order = line.order_id
        amount = order.currency_id._convert(
            line.price_subtotal, order.company_id.currency_id, order.company_id, order.date_approve
        )
        price = amount / line.product_qty if line.product_qty else 0.0
        accepted = line[received]
        for coding, percent in line.analytic_distribution.items():
            share = percent / 100
            buckets["committed"][coding] += amount * share
            buckets["received"][coding] += accepted * price * share
            buckets["accrued"][coding] += max(0, accepted - line[billed]) * price * share


def _bills(env, job, as_of, buckets):
    domain = [
        ("analytic_distribution", "in", job.account_id.ids),
        ("parent_state", "in", ("draft", "posted")),
        ("display_type", "=", "product"),
    ]
    if as_of:
        domain.append(("date", "<=", as_of))
    for line in env["account.move.line"].search_fetch(domain, BILLED):
        bucket = "pending_commitments"
        if line.parent_state == "posted":
            if not line.purchase_line_id:
                continue
            bucket = "invoiced"
        for coding, percent in line.analytic_distribution.items():
            buckets[bucket][coding] += line.balance * percent / 100


def _names(env, buckets):
    """Return what to sort codings by: the codes of their accounts."""
    ids = {int(part) for sums in buckets.values() for coding in sums for part in coding.split(",")}
    accounts = env["account.analytic.account"].browse(ids)
    codes = {str(account.id): account.code or account.name for account in accounts}
    return lambda coding: [codes[part] for part in coding.split(",")]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fifty subcontracts of 200 lines with ten years of monthly payment applications.

One application is made as people make it, certified and billed; the others are copies of its
rows, with the figures of their month. The contract that is measured has its bills and all ledger
entries, too; of the others the applications and the work in the ledger.
"""

from .payments_copies import LINES, PERIODS, SHEET, STEP, copy_contracts, copy_months

CODES = 20
VALUE = 10000.0
TABLES = (
    "construction_payment_application",
    SHEET,
    "construction_cost_entry",
    "purchase_order_line",
    "account_move",
    "account_move_line",
)


def fill(env) -> dict[str, int]:
    """Return ids: ``old`` and ``new`` of the contracts, and of the people by their role."""
    people = _people(env)
    _account(env)
    codings = _codings(env)
    old, new = (_contract(env, codings) for _number in range(2))
    firsts = [_first_application(env, order, people) for order in (old, new)]
    months = PERIODS - 1
    copy_months(env, firsts[0], months)
    copy_contracts(env, old, firsts[0])
    env.cr.execute(
        "UPDATE purchase_order_line SET certified_amount = %(done)s, qty_received = %(part)s, "
        "qty_invoiced = %(part)s WHERE order_id = %(order)s",
        {"done": months * STEP, "part": months * STEP / VALUE, "order": old.id},
    )
    env.invalidate_all()
    _settle(env)
    return {"old": old.id, "new": new.id, **people}


def _people(env) -> dict[str, int]:
    groups = {
        "manager": ["construction_jobcost.group_project_manager"],
        "approver": ["construction_jobcost.group_approver"],
        "bookkeeper": ["account.group_account_invoice", "construction_jobcost.group_job_cost_all"],
    }
    users = {
        role: env["res.users"].create(
            {
                "login": f"bench-payments-{role}",
                "name": f"Benchmark {role}",
                "company_id": env.company.id,
                "company_ids": [(6, 0, env.company.ids)],
                "group_ids": [(4, env.ref(name).id) for name in names],
            }
        )
        for role, names in groups.items()
    }
    return {role: user.id for role, user in users.items()}


def _account(env) -> None:
    if not env.company.retention_payable_account_id:
        env.company.retention_payable_account_id = env["account.account"].create(
            {
                "code": "219900",
                "name": "Retention Payable",
                "account_type": "liability_current",
                "company_ids": [(6, 0, env.company.ids)],
            }
        )


def _codings(env) -> list[dict]:
    users = env["res.users"].search([("login", "=like", "bench-payments-%")])
    job = env["project.project"].create(
        {"name": "Payments", "job_code": "BENCHPAY", "job_team_ids": [(6, 0, users.ids)]}
    )
    codes = env["construction.cost.code"].create(
        [{"code": f"PAY-{number:03}", "name": f"Code {number}"} for number in range(CODES)]
    )
    kind = env.ref("construction_jobcost.cost_type_subcontract")
    keys = env["construction.cost.key"]
    return [keys._distribution(job, code, kind) for code in codes]


def _contract(env, codings: list[dict]):
    """A confirmed subcontract with a lump sum on each line."""
    kind = env.ref("construction_jobcost.cost_type_subcontract")
    vendor = env["res.partner"].create({"name": "Benchmark Subcontractor"})
    order = env["purchase.order"].create(
        {
            "partner_id": vendor.id,
            "commitment_type": "subcontract",
            "retention_work_percent": 10,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": kind.product_id.id,
                        "name": f"Part {number}",
                        "product_qty": 1,
                        "price_unit": VALUE,
                        "tax_ids": [(5,)],
                        "analytic_distribution": codings[number % CODES],
                    },
                )
                for number in range(LINES)
            ],
        }
    )
    for facts in order._get_approval_facts().values():
        order._record_approval(facts.amount, facts.partner_id, facts.project_ids)
    order.button_confirm()
    env.cr.commit()
    return order


def _first_application(env, order, people: dict[str, int]):
    """Claim, certify and bill the first month; returns the application."""
    from .payments_in_odoo import Contract

    contract = Contract(env, people, order.id)
    for step in ("open", "fill", "submit", "certify", "bill", "post"):
        getattr(contract, step)(0)
    env.invalidate_all()
    return env["construction.payment.application"].browse(contract.application_id)


def _settle(env) -> None:
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in TABLES:
        env.cr.execute(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False

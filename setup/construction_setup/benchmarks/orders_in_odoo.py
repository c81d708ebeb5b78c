# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Confirming orders with the suite, and in a database of the same process without it."""

from .row import rates

ORDERS = 100
LINES = 5
CODES = 50
PRODUCTS = 20


def measure(env, plain: str) -> dict[str, float]:
    """Orders per second and queries per order, with the suite and without.

    plain: the name of a database that holds Odoo's modules only.
    """
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(plain).cursor() as cr:
        theirs = api.Environment(cr, SUPERUSER_ID, {})
        sides = [Side(env, _coding_of_job(env)), Side(theirs, _coding_of_project(theirs))]
        measured = rates(
            ORDERS,
            *(side.confirm for side in sides),
            prepare=lambda number: [side.prepare() for side in sides],
        )
        queries = [side.queries / ORDERS for side in sides]
    return {
        "ours": measured[0],
        "theirs": measured[1],
        "our_queries": queries[0],
        "their_queries": queries[1],
    }


class Side:
    """A database with a vendor, products and codings to order on."""

    def __init__(self, env, codings: list[dict]) -> None:
        self.env = env
        self.codings = codings
        self.queries = 0
        self.vendor = env["res.partner"].create({"name": "Benchmark Orders"})
        self.products = env["product.product"].create(
            [
                {"name": f"Benchmark {number}", "type": "consu", "is_storable": True}
                for number in range(PRODUCTS)
            ]
        )
        self.orders = env["purchase.order"]

    def prepare(self) -> None:
        """Enter the next orders; where the suite is, they are approved."""
        self.orders = self.env["purchase.order"].create(
            [
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        (0, 0, self._line(number * LINES + index)) for index in range(LINES)
                    ],
                }
                for number in range(ORDERS)
            ]
        )
        if "construction.approval" in self.env:
            for order, facts in self.orders._get_approval_facts().items():
                order = self.orders.browse(order)
                order._record_approval(facts.amount, facts.partner_id, facts.project_ids)
        self.env.cr.commit()
        self.env.invalidate_all()

    def _line(self, number: int) -> dict:
        return {
            "product_id": self.products[number % PRODUCTS].id,
            "product_qty": 10,
            "price_unit": 100.0,
            "analytic_distribution": self.codings[number % len(self.codings)],
        }

    def confirm(self, number: int) -> None:
        """Confirm them and commit."""
        before = self.env.cr.sql_log_count
        self.orders.button_confirm()
        self.env.cr.commit()
        self.queries = self.env.cr.sql_log_count - before
        assert set(self.orders.mapped("state")) == {"purchase"}


def _coding_of_job(env) -> list[dict]:
    job = env["project.project"].create({"name": "Orders", "job_code": "BENCHORDERS"})
    codes = env["construction.cost.code"].create(
        [{"code": f"ORDERS-{number:03}", "name": f"Code {number}"} for number in range(CODES)]
    )
    material = env.ref("construction_jobcost.cost_type_material")
    keys = env["construction.cost.key"]
    return [keys._distribution(job, code, material) for code in codes]


def _coding_of_project(env) -> list[dict]:
    plans = env["account.analytic.plan"].create([{"name": "Code"}, {"name": "Type"}])
    accounts = env["account.analytic.account"]
    project = env.ref("analytic.analytic_plan_projects")
    job, kind = accounts.create(
        [{"name": "Orders", "plan_id": project.id}, {"name": "Material", "plan_id": plans[1].id}]
    )
    codes = accounts.create(
        [{"name": f"Code {number}", "plan_id": plans[0].id} for number in range(CODES)]
    )
    return [{f"{job.id},{code.id},{kind.id}": 100} for code in codes]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCommon


@tagged("post_install", "-at_install")
class TestRequisitionConcurrency(ConcurrencyCommon):
    """Two requests for the last of one budget line at the same moment."""

    def _prepare(self, env):
        self.requisitions = [self._create_requisition(env, self.codes[0]).id for _ in range(2)]

    def _submit(self, env, number):
        requisition = env["construction.requisition"].browse(self.requisitions[number])
        requisition.action_submit()
        return requisition

    def test_second_fails_and_then_sees_the_first(self):
        self.assertSecondFails(self._submit)
        # what Odoo does with the request then: try again
        _base, first, second = self.cursors
        again = self._submit(self._env(second), 1)
        second.commit()
        before = self._env(first)["construction.requisition"].browse(self.requisitions[0])
        self.assertEqual((before.state, again.state), ("submitted", "budget_check"))


@tagged("post_install", "-at_install")
class TestBudgetPoolConcurrency(ConcurrencyCommon):
    """A job pools its budget: a request and an order on different lines want the last of it."""

    def _prepare(self, env):
        self.requisition = self._create_requisition(env, self.codes[0]).id
        self.policies = (
            env["construction.budget.policy"]
            .create(
                [
                    # requisitions are judged by line, orders by job
                    {
                        "company_id": env.company.id,
                        "document": "order",
                        "level": "job",
                        "project_id": self.job,
                    },
                ]
            )
            .ids
        )
        vendor = env["res.partner"].create({"name": "Contender"})
        product = env["product.product"].create({"name": "Pump", "type": "service"})
        orders = env["purchase.order"].create(
            [
                {
                    "partner_id": vendor.id,
                    "order_line": [(0, 0, self._prepare_line(env, product, code))],
                }
                for code in self.codes
            ]
        )
        for order in orders:
            fact = order._get_approval_facts()[order.id]
            order._record_approval(fact.amount, fact.partner_id, fact.project_ids)
        self.orders, self.vendor, self.product = orders.ids, vendor.id, product.id

    def _prepare_line(self, env, product, code):
        coding = env["construction.cost.key"]._distribution(
            env["project.project"].browse(self.job),
            env["construction.cost.code"].browse(code),
            env["construction.cost.type"].browse(self.material),
        )
        return {
            "product_id": product.id,
            "product_qty": 10,
            "price_unit": 100,
            "tax_ids": [(5,)],
            "analytic_distribution": coding,
        }

    def _take_back(self, env):
        orders = env["purchase.order"].browse(self.orders)
        env.cr.execute("ALTER TABLE construction_approval DISABLE TRIGGER USER")
        env.cr.execute(
            "DELETE FROM construction_approval WHERE res_model = %s AND res_id = ANY(%s)",
            [orders._name, self.orders],
        )
        env.cr.execute("ALTER TABLE construction_approval ENABLE TRIGGER USER")
        for table in ("purchase_commitment_revision", "purchase_order_line"):
            column = "order_id" if table == "purchase_order_line" else "order_line_id"
            ids = self.orders if table == "purchase_order_line" else orders.order_line.ids
            env.cr.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [ids])
        env.cr.execute("DELETE FROM purchase_order WHERE id = ANY(%s)", [self.orders])
        env.cr.execute("DELETE FROM construction_budget_policy WHERE id = ANY(%s)", [self.policies])
        env.registry.clear_cache()
        env.invalidate_all()
        env["product.product"].browse(self.product).product_tmpl_id.unlink()
        env["res.partner"].browse(self.vendor).unlink()

    def _confirm(self, env, number):
        env["purchase.order"].browse(self.orders[number]).button_confirm()

    def test_two_orders_on_different_lines(self):
        self.assertSecondFails(self._confirm)
        with self.assertRaisesRegex(UserError, "over budget"):
            self._confirm(self._env(self.cursors[2]), 1)

    def test_a_request_on_another_line_beside_an_order(self):
        def step(env, number):
            if number:
                return self._confirm(env, 1)
            return env["construction.requisition"].browse(self.requisition).action_submit()

        self.assertSecondFails(step)
        with self.assertRaisesRegex(UserError, "over budget"):
            self._confirm(self._env(self.cursors[2]), 1)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CodingError
from .budget_common import BudgetCommon


@tagged("post_install", "-at_install")
class TestBudgetEffect(BudgetCommon):
    """However a commitment comes about or grows, its coding and its budget are judged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["construction.budget.policy"].create(
            {"company_id": cls.company.id, "document": "order", "mode": "stop"}
        )

    def _approved_order(self, *lines, amount=None):
        order = self._order(*lines)
        order.with_user(self.approver).action_approve_order(amount=amount)
        return order

    def _in_force(self, *lines, amount=9999):
        order = self._approved_order(*lines, amount=amount)
        order.button_confirm()
        self.env.cr.flush()
        return order

    def assertOver(self, function, *args):
        with self.assertRaisesRegex(UserError, "over budget"), self.env.cr.savepoint():
            function(*args)
            self.env.cr.flush()

    def _commitment_change(self, order, **line):
        return (
            self.env["construction.commitment.change"]
            .with_user(self.manager)
            .create(
                {
                    "order_id": order.id,
                    "title": "Deeper",
                    "line_ids": [Command.create({"name": "Deeper", **line})],
                }
            )
        )

    # Taking effect --------------------------------------------------------------------------------

    def test_state_that_is_written_takes_the_same_checks(self):
        order = self._approved_order((self.rebar, 11, 100.0))
        self.assertOver(order.write, {"state": "purchase"})
        order.order_line.product_qty = 10
        opening = self.env["construction.job.cost.code"].create(
            {"project_id": self.job.id, "cost_code_id": self.concrete.id}
        )
        opening.with_user(self.controller).action_open()
        opening.with_user(self.controller).action_close()
        with self.assertRaises(CodingError), self.env.cr.savepoint():
            order.write({"state": "purchase"})
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")

    def test_order_that_waited_for_its_approval_is_pending_once(self):
        order = self._approved_order((self.rebar, 10, 100.0))
        order.sudo().write({"state": "to approve"})
        self.env.cr.flush()
        order.sudo().write({"state": "purchase"})
        self.env.cr.flush()
        self.assertEqual(self._column("committed"), {"03-100": 1000})

    def test_confirmed_by_button_it_is_judged_once(self):
        order = self._approved_order((self.rebar, 10, 100.0))
        order.button_confirm()
        self.env.cr.flush()
        self.assertEqual(order.state, "purchase")

    # Raising --------------------------------------------------------------------------------------

    def test_raise_of_a_confirmed_order(self):
        order = self._in_force((self.rebar, 8, 100.0))
        line = order.order_line
        line.product_qty = 10
        self.env.cr.flush()
        self.assertOver(line.write, {"product_qty": 11})
        self.assertOver(line.write, {"price_unit": 101.0})
        added = {
            "product_id": self.rebar.id,
            "product_qty": 1,
            "price_unit": 5.0,
            "tax_ids": [Command.clear()],
            "analytic_distribution": self._coding(),
        }
        self.assertOver(order.write, {"order_line": [Command.create(added)]})
        line.price_unit = 90.0
        self.env.cr.flush()
        self.assertEqual(self._column("committed"), {"03-100": 900})

    def test_raise_is_seen_after_somebody_looked_at_the_ledger(self):
        order = self._in_force((self.rebar, 10, 100.0))

        def raised():
            order.order_line.product_qty = 11
            self._column("committed")

        self.assertOver(raised)

    def test_recoding_moves_what_is_asked(self):
        order = self._in_force((self.rebar, 8, 100.0))
        steel = self._coding(code=self.steel)
        self.assertOver(order.order_line.write, {"analytic_distribution": steel})
        self.policy.level = "job"
        order.order_line.analytic_distribution = steel
        self.env.cr.flush()
        self.assertEqual(self._column("committed"), {"05-200": 800})

    def test_lines_of_an_order_set_one_another_off(self):
        order = self._in_force((self.rebar, 5, 100.0), (self.rebar, 5, 100.0))
        first, second = order.order_line
        order.write(
            {
                "order_line": [
                    Command.update(first.id, {"product_qty": 2}),
                    Command.update(second.id, {"product_qty": 8}),
                ]
            }
        )
        self.env.cr.flush()
        self.assertEqual(self._column("committed"), {"03-100": 1000})

    def test_warned_of_a_raise(self):
        self.policy.mode = "warn"
        order = self._in_force((self.rebar, 10, 100.0))
        self.assertFalse(order.budget_warning)
        order.order_line.product_qty = 11
        self.env.cr.flush()
        self.assertIn("requested $ 100.00", order.budget_warning.replace("\xa0", " "))

    # Changes --------------------------------------------------------------------------------------

    def test_change_stops_until_it_is_released_and_is_judged_once(self):
        order = self._in_force((self.rebar, 10, 100.0), amount=None)
        change = self._commitment_change(order, order_line_id=order.order_line.id, quantity=1)
        change.action_submit()
        self.assertOver(change.with_user(self.approver).action_approve)
        self.assertEqual(change.state, "pending")
        self.assertTrue(change.with_user(self.controller).can_release_budget)
        change.with_user(self.controller).action_release_budget("Rock")
        release = self.env["construction.budget.release"].search([("res_id", "=", change.id)])
        self.assertEqual(release.amount, 100)
        change.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual((change.state, order.order_line.product_qty), ("approved", 11))
        # a raise by hand beside it was not released
        order.with_user(self.approver).action_approve_order(amount=5000)
        self.assertOver(order.order_line.write, {"product_qty": 12})

    def test_change_within_the_budget(self):
        order = self._in_force((self.rebar, 8, 100.0), amount=None)
        change = self._commitment_change(order, order_line_id=order.order_line.id, quantity=2)
        change.action_submit()
        change.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual(self._column("committed"), {"03-100": 1000})

    def test_change_is_coded_to_what_its_job_takes(self):
        order = self._in_force((self.rebar, 5, 100.0), amount=None)
        line = order.order_line
        more = self._commitment_change(order, order_line_id=line.id, quantity=1)
        less = self._commitment_change(order, order_line_id=line.id, quantity=-1)
        asked = self._commitment_change(order, order_line_id=line.id, quantity=2)
        asked.action_submit()
        self.job.job_status = "complete"
        with self.assertRaises(CodingError) as refusal, self.env.cr.savepoint():
            more.action_submit()
        self.assertEqual(refusal.exception.code, "coding.closed")
        with self.assertRaises(CodingError), self.env.cr.savepoint():
            asked.with_user(self.approver).action_approve()
        self.assertEqual((more.state, asked.state), ("draft", "pending"))
        less.action_submit()
        less.with_user(self.approver).action_approve()
        self.assertEqual(line.product_qty, 4)

    # Releasing a requisition ----------------------------------------------------------------------

    def test_who_releases_a_requisition_sees_the_button(self):
        self.env["construction.budget.policy"].create(
            {
                "company_id": self.company.id,
                "document": "requisition",
                "level": "job",
                "override_group_id": self.env.ref("construction_jobcost.group_project_manager").id,
            }
        )
        requisition = self._requisition((16, 100.0, self.vendor))
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check", "over 1,000 and 500 of the job")
        for user, may in ((self.manager, True), (self.controller, False), (self.buyer, False)):
            self.assertEqual(requisition.with_user(user).can_release_budget, may)
        requisition.with_user(self.manager).action_release("Owner pays")
        self.assertFalse(requisition.with_user(self.manager).can_release_budget)
        release = self.env["construction.budget.release"].search([("res_id", "=", requisition.id)])
        self.assertEqual(release.amount, 100)
        request = self.env["construction.approval.request"].search(
            [("res_model", "=", requisition._name), ("res_id", "=", requisition.id)]
        )
        self.assertEqual(request.requested_by_id, self.manager)

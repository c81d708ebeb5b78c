# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .approval_common import ApprovalCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestApprovalLadder(ApprovalCommon):
    """Several approve in turn: each rule reached, or the steps of one height."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.director = cls._person("pc_director", JOB_COST + "approver", cls.company)

    def _rule(self, minimum, user, document="order", **values):
        return self.env["construction.approval.rule"].create(
            {
                "name": f"From {minimum}",
                "document": document,
                "minimum_amount": minimum,
                "user_id": user.id,
                **values,
            }
        )

    def _each_height(self, document="order"):
        self.company.approval_ladder = "each"
        self._rule(0, self.manager, document)
        self._rule(500, self.approver, document)
        self._rule(900, self.director, document)

    def test_each_rule_reached_approves_in_order(self):
        self._each_height()
        order = self._order()
        with self.assertRaises(AccessError):
            order.with_user(self.director).action_approve_order()
        for user in (self.manager, self.approver):
            order.with_user(user).action_approve_order()
            self.assertEqual(order.approval_state, "needed")
            self.assertGuarded(order.button_confirm)
        order.with_user(self.director).action_approve_order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        approvals = self.env["construction.approval"].search(
            [("res_id", "=", order.id)], order="id"
        )
        self.assertEqual(
            [(a.decision, a.step, a.steps) for a in approvals],
            [("step", 1, 3), ("step", 2, 3), ("approved", 3, 3)],
        )

    def test_smaller_amount_climbs_less(self):
        self._each_height()
        order = self._order((self.rebar, 1, 100.0))
        order.with_user(self.manager).action_approve_order()
        self.assertEqual(order.approval_state, "approved")

    def test_nobody_takes_two_steps(self):
        self._rule(0, self.manager)
        self._rule(0, self.approver, step=2)
        self._rule(0, self.manager, step=2)
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        self.assertRefused("already", order.with_user(self.manager).action_approve_order)
        order.with_user(self.approver).action_approve_order()
        self.assertEqual(order.approval_state, "approved")

    def test_grown_between_two_steps_starts_again(self):
        self._each_height()
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        order.order_line.product_qty = 20
        with self.assertRaises(AccessError):
            order.with_user(self.approver).action_approve_order()
        order.with_user(self.manager).action_approve_order()
        order.with_user(self.approver).action_approve_order()
        order.with_user(self.director).action_approve_order()
        self.assertEqual(order.approved_amount, 2000)

    def test_last_step_cannot_approve_more_than_the_others_did(self):
        self._each_height()
        order = self._order()
        for user in (self.manager, self.approver):
            order.with_user(user).action_approve_order()
        with self.assertRaises(AccessError):
            order.with_user(self.director).action_approve_order(amount=5000)

    def test_vendor_changed_between_two_steps(self):
        self._each_height()
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        order.partner_id = self.other_vendor
        with self.assertRaises(AccessError):
            order.with_user(self.approver).action_approve_order()

    def test_requisition_waits_for_its_last_step(self):
        self._each_height("requisition")
        self._budget(5000)
        requisition = self._requisition(user=self.env.user)
        requisition.action_submit()
        requisition.with_user(self.manager).action_approve()
        self.assertEqual(requisition.state, "submitted")
        self.assertIn(self.approver, requisition.activity_ids.user_id)
        requisition.with_user(self.approver).action_approve()
        requisition.with_user(self.director).action_approve()
        self.assertEqual(requisition.state, "ordered")

    def test_step_on_what_was_withdrawn_does_not_count(self):
        self._each_height("requisition")
        self._budget(5000)
        requisition = self._requisition(user=self.env.user)
        requisition.action_submit()
        requisition.with_user(self.manager).action_approve()
        requisition.action_cancel()
        requisition.action_draft()
        requisition.line_ids.description = "Something else"
        requisition.action_submit()
        with self.assertRaises(AccessError):
            requisition.with_user(self.approver).action_approve()

    def test_order_of_two_jobs_takes_the_approver_of_each_level(self):
        other = self.env["project.project"].create(
            {"name": "Other", "job_code": "0099", "company_id": self.company.id}
        )
        self._rule(0, self.manager, project_id=self.job.id)
        self._rule(0, self.approver, project_id=other.id)
        order = self._order(
            (self.rebar, 1, 100.0),
            (self.rebar, 1, 100.0, {"analytic_distribution": self._coding(job=other)}),
        )
        for user in (self.manager, self.approver):
            with self.assertRaises(AccessError):
                order.with_user(user).action_approve_order()

    def test_archived_rule_names_nobody_whatever_the_context_says(self):
        self._rule(0, self.approver)
        self._rule(100, self.reader).active = False
        order = self._order().with_user(self.reader).with_context(active_test=False)
        with self.assertRaises(AccessError):
            order.action_approve_order()

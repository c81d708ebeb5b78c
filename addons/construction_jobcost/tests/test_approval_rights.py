# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may approve, and that nobody else can."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalRights(ApprovalCommon):
    def test_nobody_writes_approvals(self):
        order = self._order()
        values = {
            "company_id": self.company.id,
            "res_model": "purchase.order",
            "res_id": order.id,
            "currency_id": self.company.currency_id.id,
            "amount": 9999,
            "approver_id": self.approver.id,
            "date": "2026-01-01",
        }
        admin = self.env.ref("base.user_admin")
        for user in (self.buyer, self.manager, self.approver, self.controller, admin):
            with self.assertRaises(AccessError):
                self.env["construction.approval"].with_user(user).create(values)

    def test_approvals_stand_as_they_are(self):
        approval = self._confirmed_order()._get_approvals()
        with self.assertRaises(UserError):
            approval.amount = 5000
        with self.assertRaises(UserError):
            approval.unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.RaiseException),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE construction_approval SET amount = 5000")
        self.assertEqual(approval.amount, 1000)

    def test_requester_cannot_approve(self):
        self.buyer.group_ids |= self.env.ref("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            self._order().action_approve_order()

    def test_who_changes_the_order_cannot_approve_it(self):
        order = self._order()
        self.approver.group_ids |= self.env.ref("purchase.group_purchase_user")
        approver_order = order.with_user(self.approver)
        approver_order.order_line.price_unit = 500
        with self.assertRaises(AccessError):
            approver_order.action_approve_order()

    def test_author_cannot_be_forged(self):
        self.buyer.group_ids |= self.env.ref("construction_jobcost.group_approver")
        order = self._order(user=self.env.user).with_user(self.buyer)
        order.order_line.price_unit = 500
        order.write({"approval_author_id": self.manager.id})
        self.assertEqual(order.approval_author_id, self.buyer)
        with self.assertRaises(AccessError):
            order.action_approve_order()

    def test_other_groups_cannot_approve(self):
        order = self._order()
        for user in (self.reader, self.manager, self.controller, self.bookkeeper):
            with self.assertRaises(AccessError):
                order.with_user(user).action_approve_order()

    def test_approver_of_another_company(self):
        order = self._order()
        stranger = self._stranger("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_approve_order()

    def test_room_for_a_change_is_approved_beforehand(self):
        order = self._confirmed_order()
        order.with_user(self.approver).action_approve_order(amount=1200, reason="More rebar")
        order.order_line.product_qty = 12
        self.env.cr.flush()
        self.assertEqual(order.amount_untaxed, 1200)
        self.assertGuarded(order.order_line.write, {"product_qty": 13})

    def test_the_latest_approval_counts(self):
        order = self._order()
        order.with_user(self.approver).action_approve_order(amount=5000)
        order.with_user(self.approver).action_approve_order(amount=100)
        self.assertGuarded(order.button_confirm)

    def test_order_of_a_requisition_is_bound_to_its_lines(self):
        self._budget(5000)
        requisition = self._requisition((5, 100.0, self.vendor), (5, 100.0, self.other_vendor))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        order = requisition.sudo().order_ids[0].with_user(self.buyer)
        self.assertEqual(order.approved_amount, 500)
        self.assertEqual(order._get_approvals().origin_id, requisition._get_approvals())
        self.assertGuarded(order.order_line.write, {"product_qty": 6})
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_approve_order(amount=600)
        order.with_user(self.approver).action_approve_order(amount=600)
        order.order_line.product_qty = 6
        self.env.cr.flush()

    # Rules ------------------------------------------------------------------------------------------

    def _rule(self, minimum, user, job=None, document="order"):
        return self.env["construction.approval.rule"].create(
            {
                "name": f"From {minimum}",
                "document": document,
                "minimum_amount": minimum,
                "user_id": user.id,
                "project_id": job and job.id,
            }
        )

    def test_the_highest_rule_decides(self):
        self._rule(0, self.manager)
        self._rule(1000, self.controller)
        small, large = self._order((self.rebar, 9, 100.0)), self._order()
        small.with_user(self.manager).action_approve_order()
        self.assertEqual(small.approval_state, "approved")
        for user in (self.manager, self.approver):
            with self.assertRaises(AccessError):
                large.with_user(user).action_approve_order()
            with self.assertRaises(AccessError):
                small.with_user(self.manager).action_approve_order(amount=1000)
        self.controller.group_ids |= self.env.ref("construction_jobcost.group_project_manager")
        large.with_user(self.controller).action_approve_order()

    def test_rule_of_the_job_goes_before_a_general_one(self):
        self._rule(0, self.controller)
        self._rule(0, self.manager, job=self.job)
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        self.assertEqual(order.approval_state, "approved")

    def test_rule_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other Contractors"})
        self._rule(0, self.manager).company_id = other
        with self.assertRaises(AccessError):
            self._order().with_user(self.manager).action_approve_order()

    def test_rules_are_kept_by_the_controller(self):
        values = {"name": "Mine", "document": "order", "user_id": self.buyer.id}
        rules = self.env["construction.approval.rule"]
        for user in (self.buyer, self.manager, self.approver):
            with self.assertRaises(AccessError):
                rules.with_user(user).create(values)
        self.assertTrue(rules.with_user(self.controller).create(values))

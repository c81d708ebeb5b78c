# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import Form, tagged

from ..core.emergency import refusal
from .approval_common import ApprovalCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestEmergency(ApprovalCommon):
    """Ordered first, regularised afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.emergency_limit = 1500
        cls.hasty = cls._person("pc_hasty", JOB_COST + "emergency_buyer", cls.company)
        cls.job.user_id = cls.manager

    def setUp(self):
        super().setUp()
        self._budget(5000)

    def _bought(self, *lines, user=None, allowed_by=None, **values):
        order = self._order(*lines, user=user or self.hasty, **values)
        order.action_emergency_confirm("Pump broke", allowed_by or self.approver)
        self.env.cr.flush()
        return order

    def _let_time_pass(self, order):
        order.sudo().emergency_deadline = Date.context_today(order) - timedelta(1)
        order.invalidate_recordset(["emergency_state"])

    def _regularise(self, order):
        requisition = order.requisition_id.with_user(self.manager)
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()

    def test_ordered_first_and_requested_with_it(self):
        order = self._order(user=self.hasty)
        action = order.action_ask_emergency()
        wizard = self.env[action["res_model"]].with_user(self.hasty)
        with Form(wizard.with_context(**action["context"])) as form:
            form.reason = "Pump broke"
            form.allowed_by_id = self.approver
        form.record.action_confirm()
        self.env.cr.flush()
        self.assertRecordValues(
            order,
            [
                {
                    "state": "purchase",
                    "is_emergency": True,
                    "emergency_state": "open",
                    "emergency_by_id": self.hasty.id,
                    "emergency_allowed_by_id": self.approver.id,
                    "emergency_deadline": Date.context_today(order) + timedelta(3),
                    "approved_amount": 1000,
                }
            ],
        )
        self.assertEqual(self._buckets()["original_commitments"], 1000)
        self.assertRecordValues(
            order._get_approvals(),
            [
                {
                    "approver_id": self.hasty.id,
                    "on_behalf_of_id": self.approver.id,
                    "reason": "Emergency: Pump broke",
                }
            ],
        )
        requisition = order.sudo().requisition_id
        self.assertRecordValues(
            requisition,
            [{"state": "draft", "emergency": True, "amount_total": 1000, "reason": "Pump broke"}],
        )
        self.assertEqual(requisition.requested_by, self.hasty.name)
        self.assertIn(self.hasty, requisition.activity_ids.user_id)

    def test_regularised_by_normal_approval(self):
        order = self._bought()
        requisition = order.requisition_id.with_user(self.manager)
        requisition.action_submit()
        self.assertEqual(requisition.state, "submitted", "the order has its budget already")
        self.assertNotIn("pending_commitments", self._buckets())
        with self.assertRaises(AccessError):
            requisition.with_user(self.hasty).action_approve()
        requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual(requisition.state, "ordered")
        self.assertEqual(order.emergency_state, "regularised")
        self.assertEqual(len(requisition.sudo().order_ids), 1)
        self.assertEqual(order._get_approvals().origin_id, requisition._get_approvals())
        self.assertEqual(self._buckets()["original_commitments"], 1000)
        self.assertFalse(requisition.sudo().activity_ids)

    def test_over_budget_is_held_when_it_is_regularised(self):
        order = self._bought((self.rebar, 15, 100.0))
        self._confirmed_order((self.rebar, 40, 100.0))
        requisition = order.requisition_id.with_user(self.manager)
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")

    def test_needs_the_right_a_reason_and_somebody_who_could_approve(self):
        with self.assertRaises(AccessError):
            self._order().action_emergency_confirm("x", self.approver)
        order = self._order(user=self.hasty)
        for reason, allowed_by in (
            (" ", self.approver),
            ("Pump broke", None),
            ("Pump broke", self.hasty),
            ("Pump broke", self.reader),
        ):
            with self.assertRaises(UserError):
                order.action_emergency_confirm(reason, allowed_by)
        self.assertEqual(order.state, "draft")

    def test_limit_of_the_company_is_not_passed_in_pieces(self):
        with self.assertRaisesRegex(UserError, "limit"):
            self._bought((self.rebar, 16, 100.0))
        first = self._bought()
        with self.assertRaisesRegex(UserError, "limit"):
            self._bought((self.rebar, 6, 100.0))
        colleague = self._person("pc_hasty2", JOB_COST + "emergency_buyer", self.company)
        with self.assertRaisesRegex(UserError, "limit"):
            self._bought((self.rebar, 6, 100.0), user=colleague)
        self._regularise(first)
        self._bought((self.rebar, 6, 100.0))
        self.company.emergency_limit = 0
        with self.assertRaisesRegex(UserError, "allows no emergency"):
            self._bought((self.rebar, 1, 1.0))

    def test_does_not_grow_afterwards(self):
        order = self._bought()
        self.assertGuarded(order.order_line.write, {"product_qty": 11})
        self.assertGuarded(order.order_line.write, {"price_unit": 101})

    def test_overdue_stops_the_next_one_and_its_bills(self):
        order = self._bought((self.rebar, 2, 100.0))
        bill = self._bill((order.order_line, 2, 100.0))
        self._let_time_pass(order)
        self.assertEqual(order.emergency_state, "overdue")
        with self.assertRaisesRegex(UserError, order.name):
            self._bought((self.rebar, 1, 100.0))
        approver_bill = bill.with_user(self.approver)
        self.assertFalse(approver_bill.can_approve)
        with self.assertRaisesRegex(UserError, order.sudo().requisition_id.name):
            approver_bill.action_approve_bill("Delivered")
        self.assertGuarded(bill.action_post)
        self._regularise(order)
        approver_bill.action_approve_bill("Delivered")
        self.assertEqual(bill.state, "posted")
        self._bought((self.rebar, 1, 100.0))

    def test_warned_once(self):
        order = self._bought()
        orders = self.env["purchase.order"]
        orders._cron_warn_emergencies()
        self.assertFalse(order.sudo().activity_ids)
        self._let_time_pass(order)
        for _run in range(2):
            orders._cron_warn_emergencies()
        self.assertEqual(order.sudo().activity_ids.user_id, self.hasty | self.manager)
        self.assertEqual(len(order.sudo().activity_ids), 2)

    def test_list_of_what_is_open(self):
        first, second = self._bought((self.rebar, 2, 100.0)), self._bought((self.rebar, 1, 100.0))
        self._let_time_pass(second)
        orders = self.env["purchase.order"].with_user(self.approver)

        def found(state):
            return orders.search([("emergency_state", "=", state)])

        self.assertEqual((found("open"), found("overdue")), (first, second))
        second.sudo().button_cancel()
        self.assertEqual(found("cancelled"), second)
        self._regularise(first)
        self.assertEqual((found("regularised"), found("open")), (first, orders.browse()))
        view = self.env.ref("construction_jobcost.purchase_order_view_list_emergency")
        self.assertEqual(orders.get_view(view.id, "list")["id"], view.id)

    def test_marks_cannot_be_written(self):
        order = self._order(user=self.hasty, is_emergency=True, emergency_reason="x")
        order.write({"is_emergency": True, "emergency_deadline": "2030-01-01"})
        self.assertFalse(order.is_emergency or order.emergency_reason)
        self.assertGuarded(order.button_confirm)
        bought = self._bought((self.rebar, 1, 100.0))
        bought.write({"emergency_deadline": "2030-01-01", "is_emergency": False})
        self.assertTrue(bought.is_emergency)
        self.assertLess(bought.emergency_deadline, Date.to_date("2030-01-01"))

    def test_lines_a_requisition_could_not_ask_for(self):
        half = {next(iter(self._coding())): 50}
        for lines in (
            [(self.rebar, 1, 100.0), (self.rebar, -1, 50.0)],
            [(self.rebar, 1, 100.0, {"analytic_distribution": half})],
            [(self.rebar, 1, 100.0, {"analytic_distribution": False})],
        ):
            with self.assertRaises(UserError):
                self._bought(*lines)

    def test_requested_order_is_no_emergency(self):
        requisition = self._requisition()
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        order = requisition.sudo().order_ids
        order.button_cancel()
        order.button_draft()
        with self.assertRaises(UserError):
            order.with_user(self.hasty).action_emergency_confirm("x", self.approver)

    def test_other_company(self):
        stranger = self._stranger(JOB_COST + "emergency_buyer")
        order = self._order(user=self.hasty)
        with self.assertRaises(AccessError):
            order.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_id.ids
            ).action_emergency_confirm("x", self.approver)

    def test_what_forbids_it(self):
        def why(*amounts, overdue=0):
            return refusal(*(Decimal(amount) for amount in amounts), overdue)

        self.assertEqual(why(100, 0, 0), "not_allowed")
        self.assertEqual(why(100, 500, 0, overdue=1), "overdue")
        self.assertEqual(why(100, 500, 400), "")
        self.assertEqual(why(100, 500, 401), "limit")

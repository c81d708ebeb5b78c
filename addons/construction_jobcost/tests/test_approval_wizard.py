# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestApprovalWizard(ProcurementCommon):
    def _decide(self, action, user, **values):
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        with Form(wizard) as form:
            for name, value in values.items():
                form[name] = value
        return form.record.action_confirm()

    def test_release_keeps_the_reason(self):
        requisition = self._requisition()
        requisition.action_submit()
        action = requisition.with_user(self.controller).action_ask_release()
        self._decide(action, self.controller, reason="Owner pays")
        self.assertEqual(
            (requisition.state, requisition.release_reason), ("submitted", "Owner pays")
        )

    def test_dialog_gives_nobody_a_right(self):
        requisition = self._requisition()
        requisition.action_submit()
        action = requisition.action_ask_release()
        with self.assertRaises(AccessError):
            self._decide(action, self.manager, reason="Owner pays")
        self.assertEqual(requisition.state, "budget_check")

    def test_reject(self):
        self._budget(5000)
        requisition = self._requisition()
        requisition.action_submit()
        action = requisition.with_user(self.approver).action_ask_reject()
        self._decide(action, self.approver, reason="Not needed")
        self.assertEqual((requisition.state, requisition.reject_reason), ("rejected", "Not needed"))

    def test_order_is_approved_for_the_amount_entered(self):
        order = self._order().with_user(self.approver)
        action = order.action_ask_approve()
        self.assertEqual(action["context"]["default_amount"], 1000)
        self._decide(action, self.approver, amount=1500)
        self.assertEqual(order.approved_amount, 1500)

    def test_bill_that_matches_is_not_asked_about(self):
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 1, 500.0, {"analytic_distribution": self._coding()}))
        bill.with_user(self.approver).action_ask_approve()
        self.assertEqual(bill.state, "posted")

    def test_bill_exception_is_approved_with_a_reason(self):
        bill = self._bill((self._confirmed_order().order_line, 10, 100.0))
        action = bill.with_user(self.approver).action_ask_approve()
        self.assertIn("received", action["context"]["default_findings"])
        self._decide(action, self.approver, reason="Delivered to site B")
        self.assertEqual(bill.state, "posted")
        self.assertEqual(bill._get_approvals().reason, "Delivered to site B")

    def test_approve_button_is_for_approvers(self):
        order = self._order()
        self.assertFalse(order.can_approve)
        self.assertTrue(order.with_user(self.approver).can_approve)
        self.assertFalse(order.with_user(self.manager).can_approve)

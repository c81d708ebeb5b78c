# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalRequest(ApprovalCommon):
    """The list of what waits for somebody."""

    def _for(self, user):
        return (
            self.env["construction.approval.request"]
            .with_user(user)
            .search([("can_decide", "=", True)])
        )

    def _asked(self, **values):
        order = self._order(**values)
        order.action_request_approval()
        return order

    def test_every_kind_of_document_stands_in_one_list(self):
        self._budget(5000)
        requisition = self._requisition()
        requisition.action_submit()
        order = self._asked()
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 1, 500.0, {"analytic_distribution": self._coding()}))
        bill.action_request_approval()
        self.env.cr.flush()
        self.assertEqual(
            {(r.document, r.res_id, r.amount) for r in self._for(self.approver)},
            {
                ("requisition", requisition.id, 1000),
                ("order", order.id, 1000),
                ("bill", bill.id, 500),
            },
        )
        for user in (self.reader, self.manager, self.buyer):
            self.assertFalse(self._for(user), user.login)

    def test_approved_from_the_list(self):
        self._budget(5000)
        requisition = self._requisition()
        requisition.action_submit()
        order = self._asked()
        self._for(self.approver).action_approve()
        self.assertEqual(requisition.state, "ordered")
        self.assertEqual(order.approval_state, "approved")
        self.assertFalse(self._for(self.approver))

    def test_list_gives_nobody_a_right(self):
        order = self._asked()
        request = self.env["construction.approval.request"].search([("res_id", "=", order.id)])
        for user in (self.reader, self.manager, self.buyer):
            with self.assertRaises(AccessError):
                request.with_user(user).action_approve()
            with self.assertRaises(AccessError):
                order.with_user(user)._reject_requested("No")
            with self.assertRaises(AccessError):
                request.with_user(user).write({"state": "approved"})

    def test_rejected_with_a_reason_and_asked_again(self):
        order = self._asked()
        request = self._for(self.approver)
        action = request.action_reject()
        wizard = self.env[action["res_model"]].with_user(self.approver)
        with Form(wizard.with_context(**action["context"])) as form:
            form.reason = "Too dear"
        form.record.action_confirm()
        self.assertEqual(request.state, "rejected")
        self.assertEqual(order.approval_state, "needed")
        self.assertIn("Too dear", order.message_ids[0].body)
        with self.assertRaises(UserError):
            request.action_approve()
        order.order_line.price_unit = 80
        order.action_request_approval()
        self.assertEqual(self._for(self.approver).amount, 800)

    def test_follows_the_document(self):
        order = self._asked()
        order.order_line.product_qty = 3
        self.env.cr.flush()
        self.assertEqual(self._for(self.approver).amount, 300)
        order.button_cancel()
        self.env.cr.flush()
        self.assertFalse(self._for(self.approver))
        order.unlink()
        self.assertFalse(self._for(self.approver))

    def test_goes_on_to_the_next_step(self):
        rules = self.env["construction.approval.rule"]
        for step, user in ((1, self.manager), (2, self.approver)):
            rules.create({"name": "S", "document": "order", "user_id": user.id, "step": step})
        self._asked()
        self.assertFalse(self._for(self.approver))
        request = self._for(self.manager)
        self.assertEqual((request.step, request.steps), (1, 2))
        self.assertIn(self.manager.name, request.waiting_for)
        request.action_approve()
        self.assertFalse(self._for(self.manager))
        request = self._for(self.approver)
        self.assertEqual((request.step, request.steps), (2, 2))
        request.action_approve()
        self.assertEqual(request.state, "approved")

    def test_delegate_sees_it_too(self):
        today = Date.context_today(self.company)
        self.env["construction.approval.delegation"].with_user(self.approver).create(
            {
                "user_id": self.approver.id,
                "delegate_id": self.manager.id,
                "date_from": today,
                "date_to": today + timedelta(1),
                "reason": "Holidays",
                "company_id": self.company.id,
            }
        )
        self._asked()
        self.assertTrue(self._for(self.manager))

    def test_bill_that_does_not_match_asks_for_the_reason(self):
        bill = self._bill((self._confirmed_order().order_line, 10, 100.0))
        bill.action_request_approval()
        action = self._for(self.approver).action_approve()
        self.assertEqual(action["context"]["default_step"], "approve_bill")

    def test_member_of_another_job_sees_nothing(self):
        order = self._asked()
        requests = self.env["construction.approval.request"].with_user(self.reader)
        self.assertTrue(requests.search([("res_id", "=", order.id)]))
        self.job.job_team_ids -= self.reader
        self.env.invalidate_all()
        self.assertFalse(requests.search([("res_id", "=", order.id)]))

    def test_other_company_sees_nothing(self):
        order = self._asked()
        stranger = self._stranger("construction_jobcost.group_approver")
        requests = self.env["construction.approval.request"].with_user(stranger)
        requests = requests.with_context(allowed_company_ids=stranger.company_id.ids)
        self.assertFalse(requests.search([("res_id", "=", order.id)]))

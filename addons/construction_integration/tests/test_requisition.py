# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestRequisition(HandlerCase):
    def setUp(self):
        super().setUp()
        self.set_up_job(budget="1000.00")

    def override(self, message, user, reason="Owner pays the difference"):
        message.with_user(user)._override(reason)
        self.drain()

    def test_is_pending_until_a_person_approves(self):
        message = self.send_requisition(location="Gate 3")
        self.assertState(message, "done")
        requisition = self.requisition()
        self.assertEqual(requisition.delivery_location, "Gate 3")
        self.assertEqual((requisition.state, len(requisition.order_ids)), ("submitted", 0))
        self.assertCost(pending_commitments=500, committed=0)

    def test_approval_orders_and_commits_at_once(self):
        order = self.order()
        self.assertEqual((order.state, order.amount_untaxed), ("purchase", 500.0))
        self.assertEqual(order.order_line.line_ref, "1")
        self.assertCost(pending_commitments=0, committed=500)

    def test_service_user_may_not_approve(self):
        self.send_requisition()
        requisition = self.requisition()
        with self.assertRaises(AccessError):
            requisition.with_user(self.system.user_id).action_approve()

    def test_over_budget_stops_with_all_figures(self):
        self.order()
        message = self.send_requisition("REQ-2", [self.requisition_line(quantity="11")])
        self.assertState(message, "exception", "budget.exceeded")
        self.assertFalse(self.requisition("REQ-2"), "nothing exists before a person decides")
        for figure in ("03-300", "1,000.00", "committed $\xa0500.00", "requested $\xa0550.00"):
            self.assertIn(figure, message.reason_text)
        self.assertEqual(message.amount_at_stake, 550)

    def policy(self, **values):
        self.env["construction.budget.policy"].create(
            {"company_id": self.system.company_id.id, "document": "requisition", **values}
        )

    def test_policy_that_warns_lets_it_pass(self):
        self.policy(mode="warn")
        message = self.send_requisition(lines=[self.requisition_line(quantity="21")])
        self.assertState(message, "done")
        requisition = self.requisition()
        self.assertEqual(requisition.state, "submitted")
        self.assertIn("requested $\xa01,050.00", requisition.budget_warning)

    def test_policy_with_a_tolerance(self):
        self.policy(tolerance_percent=10)
        within = self.send_requisition("REQ-1", [self.requisition_line(quantity="22")])
        self.assertState(within, "done")
        beyond = self.send_requisition("REQ-2", [self.requisition_line(quantity="1")])
        self.assertState(beyond, "exception", "budget.exceeded")

    def test_release_takes_the_right_to_it(self):
        message = self.send_requisition(lines=[self.requisition_line(quantity="21")])
        for user in (self.operator, self.approver):
            with self.assertRaises(AccessError):
                self.override(message, user)
        self.assertState(message, "exception", "budget.exceeded")

    def test_release_goes_on_with_reason_and_person(self):
        message = self.send_requisition(lines=[self.requisition_line(quantity="21")])
        self.override(message, self.desk_controller())
        self.assertState(message, "done")
        requisition = self.requisition()
        self.assertEqual(requisition.state, "submitted")
        self.assertEqual(requisition.release_reason, "Owner pays the difference")
        self.assertEqual(requisition.released_by_id.login, "desk.controller")
        requisition.with_user(self.approver).action_approve()
        self.assertCost(committed=1050)

    def desk_controller(self):
        """A cost controller who also works at the exception desk."""
        user = self.create_person("desk.controller", "group_cost_controller")
        user.group_ids = [(4, self.env.ref("construction_connector_base.group_operator").id)]
        return user

    def test_requisitions_of_one_bulk_share_the_budget(self):
        numbers = ("REQ-1", "REQ-2", "REQ-3")
        messages = [
            self.post(
                "requisition.submitted",
                {
                    "job_code": "0042",
                    "requisition_number": number,
                    "lines": [self.requisition_line(quantity="8")],
                },
            )
            for number in numbers
        ]
        self.drain()
        self.assertState(messages[0], "done")
        self.assertState(messages[1], "done")
        self.assertState(messages[2], "exception", "budget.exceeded")
        self.assertCost(pending_commitments=800)

    def test_changed_before_approval_is_replaced(self):
        self.send_requisition()
        message = self.send_requisition(lines=[self.requisition_line(quantity="20")])
        self.assertState(message, "done")
        self.assertEqual(len(self.requisition()), 1)
        self.assertCost(pending_commitments=1000)

    def test_changed_after_approval_stops(self):
        self.order()
        message = self.send_requisition(lines=[self.requisition_line(quantity="12")])
        self.assertState(message, "exception", "requisition.ordered")
        self.assertCost(committed=500)

    def test_unknown_vendor_and_item_are_waited_for(self):
        vendor = self.send_requisition("REQ-V", [self.requisition_line(vendor_id="V-9")])
        item = self.send_requisition("REQ-I", [self.requisition_line(item_code="X-9")])
        self.assertState(vendor, "waiting", "waiting.vendor")
        self.assertState(item, "waiting", "waiting.item")
        self.send_vendor("V-9")
        self.assertState(vendor, "done")
        self.assertState(item, "waiting", "waiting.item")

    def test_unknown_cost_code_goes_on_when_somebody_made_it(self):
        line = self.requisition_line(cost_code="04-100", quantity="0.5")
        message = self.send_requisition(lines=[line])
        self.assertState(message, "exception", "cost_code.unknown")
        self.env["construction.cost.code"].with_user(self.controller).create(
            {"code": "04-100", "name": "Masonry", "company_id": self.acme.id}
        )
        message.with_user(self.operator).action_retry()
        self.drain()
        self.assertState(message, "exception", "budget.exceeded")

    def test_quantity_is_not_rounded_silently(self):
        message = self.send_requisition(lines=[self.requisition_line(quantity="0.123456")])
        self.assertState(message, "exception", "number.precision")

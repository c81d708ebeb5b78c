# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..core.budget_policy import Policy, choose, overrun
from ..core.keys import CostKey
from .budget_common import BudgetCommon

CENTS = st.integers(-(10**8), 10**8).map(lambda cents: Decimal(cents) / 100)
PERCENT = st.decimals(0, 100, places=2)


@tagged("post_install", "-at_install")
class TestBudgetPolicyCore(BaseCase):
    def test_the_most_specific_policy_holds(self):
        everywhere = Policy("order", "warn")
        group = Policy("order", "none", group_id=9)
        job = Policy("order", "stop", project_id=5)
        both = Policy("order", "warn", project_id=5, group_id=9)
        rows = [both, everywhere, job, group]
        for project, groups, wanted in (
            (4, {1}, everywhere),
            (4, {9}, group),
            (5, {1}, job),
            (5, {1, 9}, both),
        ):
            self.assertEqual(choose(rows, "order", project, frozenset(groups)), wanted)
        self.assertEqual(choose(rows, "bill", 5, frozenset()).mode, "none")
        self.assertEqual(choose(rows, "requisition", 5, frozenset()).mode, "stop")

    def test_pools(self):
        key = CostKey(1, 2, 3, 4)
        pools = [Policy("order", "stop", level).pool(key) for level in ("line", "code", "phase")]
        self.assertEqual(pools, [key, (1, 2, 0, 0), (1, 0, 0, 4)])
        self.assertEqual(Policy("order", "stop", "job").pool(key), (1, 0, 0, 0))

    @given(CENTS, CENTS, CENTS, CENTS, PERCENT, CENTS)
    @settings(max_examples=200, deadline=None)
    def test_over_is_what_exceeds_the_available(self, budget, committed, asked, before, rate, some):
        policy = Policy("order", "stop", percent=rate, amount=abs(some))
        buckets = {"original_budget": budget, "original_commitments": committed}
        found = overrun(policy, CostKey(1, 2, 3), asked, buckets, before)
        excess = asked - (budget - committed - before)
        if found:
            self.assertEqual(found.over, excess)
            self.assertGreater(excess, policy.tolerance(budget))
        else:
            self.assertTrue(asked <= 0 or excess <= policy.tolerance(budget))

    def test_what_is_counted_already_is_no_second_request(self):
        policy, key = Policy("requisition", "stop"), CostKey(1, 2, 3)
        buckets = {"original_budget": Decimal(1000), "original_commitments": Decimal(1100)}
        asked = Decimal(1100)
        self.assertEqual(overrun(policy, key, asked, buckets, counted=asked).over, 100)
        buckets["original_budget"] = Decimal(1100)
        self.assertIsNone(overrun(policy, key, asked, buckets, counted=asked))

    def test_of_two_tolerances_the_smaller_counts(self):
        policy = Policy("order", "stop", percent=Decimal(10), amount=Decimal(50))
        self.assertEqual(policy.tolerance(Decimal(1000)), 50)
        self.assertEqual(policy.tolerance(Decimal(100)), 10)
        self.assertEqual(Policy("order", "stop").tolerance(Decimal(100)), 0)


@tagged("post_install", "-at_install")
class TestBudgetPolicy(BudgetCommon):
    def _policy(self, document, mode="stop", **values):
        return self.env["construction.budget.policy"].create(
            {"company_id": self.company.id, "document": document, "mode": mode, **values}
        )

    def _approved_order(self, quantity):
        order = self._order((self.rebar, quantity, 100.0))
        order.with_user(self.approver).action_approve_order()
        return order

    def test_without_policy_orders_and_bills_pass_and_requisitions_stop(self):
        order = self._approved_order(11)
        order.button_confirm()
        self.assertEqual((order.state, order.budget_warning), ("purchase", False))
        requisition = self._requisition((1, 1.0, self.vendor))
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")

    def test_an_order_stops_until_it_is_released(self):
        self._policy("order")
        order = self._approved_order(11)
        with self.assertRaisesRegex(
            UserError, r"03-100.*budget.*1,000.*available.*1,000.*requested.*1,100"
        ):
            order.button_confirm()
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_release_budget("Urgent")
        with self.assertRaisesRegex(UserError, "reason"):
            order.with_user(self.controller).action_release_budget("")
        self.assertTrue(order.with_user(self.controller).can_release_budget)
        order.with_user(self.controller).action_release_budget("Urgent")
        release = self.env["construction.budget.release"].search([("res_id", "=", order.id)])
        self.assertEqual(
            (release.amount, release.reason, release.user_id, release.project_ids),
            (100, "Urgent", self.controller, self.job),
        )
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("03-100", order.budget_warning)

    def test_a_release_covers_what_it_was_given_for(self):
        self._policy("order")
        order = self._approved_order(11)
        order.with_user(self.controller).action_release_budget("Urgent")
        order.order_line.product_qty = 12
        order.with_user(self.approver).action_approve_order()
        with self.assertRaisesRegex(UserError, "goes over budget"):
            order.button_confirm()

    def test_orders_confirmed_together_share_the_budget(self):
        self._policy("order")
        orders = self._approved_order(6) | self._approved_order(5)
        with self.assertRaisesRegex(UserError, "pending.*600.*available.*400.*requested.*500"):
            orders.button_confirm()

    def test_what_was_requested_is_not_stopped_again(self):
        self._policy("order")
        requisition = self._requisition((11, 100.0, self.vendor))
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")
        requisition.with_user(self.controller).action_release("Urgent")
        release = self.env["construction.budget.release"].search([("res_id", "=", requisition.id)])
        self.assertEqual((release.amount, release.reason), (100, "Urgent"))
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(requisition.order_ids.state, "purchase")

    def test_only_what_goes_beyond_the_request_is_asked_for_again(self):
        self._policy("order")
        requisition = self._requisition((8, 100.0, self.env["res.partner"]))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        requisition.with_user(self.buyer).line_ids.vendor_id = self.vendor
        rfq = (
            self.env["construction.rfq"]
            .with_user(self.buyer)
            .create(
                {
                    "requisition_id": requisition.id,
                    "vendor_ids": (self.vendor | self.other_vendor).ids,
                }
            )
        )
        rfq.action_ask_vendors()
        dear, dearer = rfq.order_ids.sorted("id")
        dear.order_line.price_unit, dearer.order_line.price_unit = 120.0, 130.0
        self.assertFalse(dear._get_budget_overruns()[dear])
        self.assertEqual([found.over for found in dearer._get_budget_overruns()[dearer]], [40])

    def test_a_job_pools_its_budget(self):
        self._policy("order", level="job")
        order = self._approved_order(15)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        with self.assertRaisesRegex(UserError, "0077.*budget.*1,500.*committed.*1,500"):
            self._approved_order(1).button_confirm()

    def test_a_policy_of_the_job_goes_before(self):
        self._policy("order")
        self._policy("order", mode="warn", project_id=self.job.id)
        order = self._approved_order(11)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("requested", order.budget_warning)
        self.assertIn("Over budget", order.message_ids[:1].body)

    def test_a_tolerance_lets_pass(self):
        self._policy("requisition", tolerance_percent=10)
        first, second = (self._requisition((n, 100.0, self.vendor)) for n in (11, 1))
        (first | second).action_submit()
        self.assertEqual((first.state, second.state), ("submitted", "budget_check"))

    def test_a_requisition_may_be_warned_only(self):
        self._policy("requisition", mode="warn")
        requisition = self._requisition((11, 100.0, self.vendor))
        requisition.action_submit()
        self.assertEqual(requisition.state, "submitted")
        self.assertIn("03-100", requisition.budget_warning)

    def test_a_bill_without_order_stops(self):
        self._policy("bill")
        nothing = self.env["purchase.order.line"]
        bill = self._bill((nothing, 1, 1100.0, {"analytic_distribution": self._coding()}))
        for post in (
            bill.with_user(self.approver).action_approve_bill,
            # not by its steps: nobody is asked to approve before the budget is
            lambda: bill.write({"state": "posted"}),
        ):
            with self.assertRaisesRegex(UserError, "goes over budget"):
                post()
        bill.with_user(self.controller).action_release_budget("Settled in court")
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(self._column("direct_cost"), {"03-100": 1100})

    def test_the_group_of_a_policy_releases(self):
        group = self.env.ref("construction_jobcost.group_project_manager")
        self._policy("order", override_group_id=group.id)
        order = self._approved_order(11)
        with self.assertRaises(AccessError):
            order.with_user(self.controller).action_release_budget("Urgent")
        order.with_user(self.manager).action_release_budget("Urgent")
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_policies_and_releases_are_guarded(self):
        policy = self._policy("order")
        order = self._approved_order(11)
        order.with_user(self.controller).action_release_budget("Urgent")
        release = self.env["construction.budget.release"].search([("res_id", "=", order.id)])
        with self.assertRaisesRegex(UserError, "kept as it was given"):
            release.amount = 500
        with self.assertRaisesRegex(UserError, "kept as it was given"):
            release.unlink()
        with self.assertRaises(AccessError):
            release.with_user(self.controller).create({"res_model": "x", "res_id": 1})
        with self.assertRaises(AccessError):
            policy.with_user(self.manager).mode = "none"
        policy.with_user(self.controller).mode = "warn"
        stranger = self._stranger("construction_jobcost.group_cost_controller")
        for record in (policy, release):
            theirs = record.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_ids.ids
            )
            self.assertFalse(theirs.search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                theirs.read(["display_name"])

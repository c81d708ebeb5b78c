# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..core.changes import (
    TIERS,
    name_of,
    number_of,
    package_tier,
    part_tier,
    remaining,
    remaining_steps,
    tiers_of,
    weight,
)
from .changes_common import EXPECTED, ChangesCommon

amounts = st.decimals(-1000, 1000, places=2)
days = st.dates()
covers = st.lists(st.tuples(days, amounts), max_size=6)
STEPS = ("submit", "approve", "no_charge", "reject", "void", "draft", "bundle", "edit", "done")


@tagged("post_install", "-at_install")
class TestChangeCore(BaseCase):
    @given(amounts, amounts)
    def test_remaining_lies_between_zero_and_the_amount(self, amount, covered):
        left = remaining(amount, covered)
        self.assertLessEqual(min(amount, 0), left)
        self.assertLessEqual(left, max(amount, 0))
        self.assertEqual(remaining(amount, Decimal(0)), amount)
        self.assertEqual(remaining(amount, amount), 0)

    @given(amounts, days, st.none() | days, covers)
    def test_steps_up_to_a_day_are_what_is_open_on_it(self, amount, start, end, known):
        steps = remaining_steps(amount, start, end, known)
        for day in {start, *(day for day, _amount in known), *([end] if end else [])}:
            held = sum(change for at, change in steps if at <= day)
            covered = sum((change for at, change in known if at <= day), Decimal(0))
            counts = start <= day and not (end and end <= day)
            self.assertEqual(held, remaining(amount, covered) if counts else 0)

    @given(st.sampled_from(["PCO", "COR", "PCCO", "CE"]), st.integers(1, 10**8))
    def test_numbers_are_never_cut(self, series, number):
        self.assertEqual(number_of(name_of(series, number), series), number)

    def test_tiers_are_linked_both_ways(self):
        for depth in ("1", "2", "3"):
            tiers = tiers_of(depth)
            self.assertEqual(tiers[-1], "pcco")
            self.assertEqual(part_tier(tiers[0], depth), "")
            self.assertEqual(package_tier("pcco", depth), "")
            for lower, upper in zip(tiers, tiers[1:], strict=False):
                self.assertEqual(part_tier(upper, depth), lower)
                self.assertEqual(package_tier(lower, depth), upper)
        self.assertEqual(tiers_of("3"), TIERS)

    @given(amounts, amounts)
    def test_approved_by_the_larger_side(self, cost, revenue):
        self.assertEqual(weight(cost, revenue), max(cost, -cost, revenue, -revenue))


@tagged("post_install", "-at_install")
class TestChangeMachine(ChangesCommon):
    """Whatever is done to changes in whatever order: the ledger shows what they amount to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.change_tiers = "3"

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        # each step is a transaction's worth of documents: shrinking would take minutes
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 20)), min_size=6, max_size=14))
    def test_any_order_of_steps(self, steps):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self._run(steps)
        finally:
            self.env.cr.precommit.clear()
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
            savepoint.close(rollback=False)

    def _run(self, steps):
        changes = self._change((100, 150)) | self._change((40, 30), (-10, 0))
        changes.action_submit()
        for step, number in steps:
            changes = changes.search([("project_id", "=", self.job.id)], order="id")
            change = changes[number % len(changes)]
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_step_{step}")(change, changes)
            except UserError:
                # not possible in its state: nothing may have happened
                self.env.invalidate_all(flush=False)
            self._check_figures(changes.search([("project_id", "=", self.job.id)]))
        self.assertLedgerAgrees()

    def _check_figures(self, changes):
        for package in changes.filtered("part_ids"):
            for name in ("cost_amount", "revenue_amount", "days"):
                self.assertEqual(package[name], sum(package.part_ids.mapped(name)))
        pending = approved = expected = asked = agreed = 0
        for change in changes.filtered(lambda change: change.tier == "pco"):
            top = change
            while top.parent_id:
                top = top.parent_id
            signed = top.tier == "pcco" and top.state == "approved"
            if change.state == "approved" and signed:
                approved += change.cost_amount
                agreed += change.revenue_amount
            elif change.state in ("pending", "approved"):
                pending += change.cost_amount
                expected += change.cost_amount
                asked += change.revenue_amount
            elif change.state == "no_charge" and not change.date_done:
                expected += change.cost_amount
        self.assertEqual(
            self._figures(
                "pending_budget_changes",
                "approved_changes",
                EXPECTED,
                "pending_contract_changes",
                "approved_contract_changes",
            ),
            tuple(round(total, 2) for total in (pending, approved, expected, asked, agreed)),
        )

    def _step_submit(self, change, changes):
        change.action_submit()

    def _step_approve(self, change, changes):
        change.with_user(self.approver).action_approve()

    def _step_no_charge(self, change, changes):
        change.with_user(self.approver).action_no_charge("Goodwill")

    def _step_reject(self, change, changes):
        change.action_reject("No")

    def _step_void(self, change, changes):
        decided = change.state in ("approved", "no_charge")
        change.with_user(self.approver if decided else self.requester).action_void("Wrong")

    def _step_draft(self, change, changes):
        change.action_draft()

    def _step_bundle(self, change, changes):
        free = changes.filtered(lambda c: c.tier == change.tier and not c.parent_id)
        package = free.browse(free.action_bundle()["res_id"]).with_user(self.requester)
        package.write({"owner_signed_date": "2026-03-20", "owner_reference": "O-1"})
        package.action_submit()

    def _step_edit(self, change, changes):
        change.line_ids[:1].cost_amount += 7

    def _step_done(self, change, changes):
        change.action_work_done()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever is done to a commitment in whatever order, it is committed for what it should be."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon

STEPS = ("more", "dearer", "deduct", "extra", "void", "receive", "bill", "close", "reopen")


class Rollback(Exception):
    """Ends an example: nothing of it is left for the next one."""


@tagged("post_install", "-at_install")
class TestCommitmentProperty(CommitmentCommon):
    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=9))
    def test_committed_is_what_it_should_be(self, steps):
        try:
            with self.env.cr.savepoint():
                self._play(steps)
                raise Rollback
        except Rollback:
            self.env.invalidate_all()

    def _play(self, steps):
        self.order = self._confirmed_order((self.rebar, 10, 100.0), amount=100000)
        self.order.order_line.over_receipt_policy = "allow"
        self.approved, self.released = [], 0.0
        for step in steps:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_step_{step}")()
                    self.env.cr.flush()
            except UserError:
                # refused: nothing may have changed
                self.env.invalidate_all()
                self.approved = [c for c in self.approved if c.exists().state == "approved"]
                self.released = sum(
                    closing.amount
                    for closing in self.order.closing_ids
                    if not closing.reopened_date
                )
            self._check(step)

    def _check(self, step):
        buckets = self._buckets()
        committed = buckets.get("original_commitments", 0) + buckets.get(
            "approved_commitment_changes", 0
        )
        changes = sum(change.amount_total for change in self.approved)
        self.assertAlmostEqual(committed, 1000 + changes - self.released, 2, step)
        self.assertAlmostEqual(self.order.amount_untaxed, 1000 + changes, 2, step)
        self.assertNotIn("direct_cost", buckets, step)
        self.assertSwept()

    def _add(self, **line):
        change = self._approved(self.order, line)
        self.approved.append(change)

    def _step_more(self):
        self._add(order_line_id=self.order.order_line[0].id, quantity=2)

    def _step_dearer(self):
        self._add(order_line_id=self.order.order_line[0].id, basis="price", price_unit=1.5)

    def _step_deduct(self):
        self._add(order_line_id=self.order.order_line[0].id, basis="amount", amount=-77.77)

    def _step_extra(self):
        self._add(name="Extra", cost_code_id=self.steel.id, amount=333.33)

    def _step_void(self):
        if self.approved:
            self.approved[0].with_user(self.approver).action_void("Withdrawn")
            self.approved.pop(0)

    def _step_receive(self):
        self.env["purchase.order"]._receive([ReceiptLine(self.order.order_line[0].id, 3)], "R")

    def _step_bill(self):
        bill = self._bill((self.order.order_line[0], 2, 100.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")

    def _step_close(self):
        self.order.action_close("Enough")
        self.released = self.order.closing_ids[:1].amount

    def _step_reopen(self):
        self.order.with_user(self.controller).action_reopen("More")
        self.released = 0.0

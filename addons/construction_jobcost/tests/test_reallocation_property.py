# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .reallocation_common import LINE, ReallocationCommon


@tagged("post_install", "-at_install")
class TestReallocationProperty(ReallocationCommon):
    """Whatever is moved, voided or closed in whatever order: nothing appears, nothing is lost."""

    STEPS = st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(["percent", "amount", "quantity"]),
            st.integers(1, 100),
            st.booleans(),
            st.sampled_from(["approve", "void", "reject", "leave"]),
            st.sampled_from([False, "2026-03-07", "2026-03-31"]),
        ),
        max_size=5,
    )

    def test_any_sequence_sums_up_to_zero(self):
        bill, hours = self._direct_bill(333.33, quantity=3), self._hours(7)
        second = self._direct_bill(77.77, day="2026-03-20")
        sources = [
            self._entry_of(record)
            for record in (bill.invoice_line_ids, hours, second.invoice_line_ids)
        ]

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(self.STEPS)
        def run(steps):
            with self.env.cr.savepoint() as savepoint:
                for step in steps:
                    self._take(sources, *step)
                    self._check_nothing_lost()
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

        run()

    def _take(self, sources, index, method, value, same_job, end, lock):
        self.company.job_cost_lock_date = lock
        job = self.job if same_job else self.other_job
        values = {"method": method, "value": value, "target_project_id": job.id}
        document = self._reallocation((sources[index], values))
        try:
            with self.env.cr.savepoint():
                document.action_submit()
                if end in ("approve", "void"):
                    document.with_user(self.approver).action_approve()
                if end == "void":
                    document.with_user(self.approver).action_void("Wrong")
                if end == "reject":
                    document.with_user(self.approver).action_reject("Wrong")
                self.env.cr.flush()
        except UserError:
            self.env.invalidate_all(flush=False)

    def _check_nothing_lost(self):
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        moved = entries.sudo().search([("source_model", "=", LINE)])
        for _day, on_day in moved.grouped("date").items():
            self.assertEqual(round(sum(on_day.mapped("amount")), 2), 0)
            self.assertEqual(round(sum(on_day.mapped("quantity")), 6), 0)
        total = sum(
            amount for job in (self.job, self.other_job) for amount, _q in self._cost(job).values()
        )
        self.assertEqual(round(total, 2), 761.1)
        for job in (self.job, self.other_job):
            cost = sum(amount for amount, _quantity in self._cost(job).values())
            self.assertEqual(self._analytic(job), round(cost, 2))
        self.assertEqual(sum(self._books().get("unexplained", (0,))), 0)
        self.assertFalse(entries._sweep())

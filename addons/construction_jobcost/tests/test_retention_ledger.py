# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .retention_common import RetentionCommon


@tagged("post_install", "-at_install")
class TestRetentionLedger(RetentionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_released_and_paid_on_their_days")
        cls.order = case._subcontract(10000.0, 5000.0, retention_work_percent=10)
        cls.application = case._certified(cls.order, 10000.0, 2000.0)
        cls.bill = case._billed(cls.application)

    def _released(self, **values):
        release = self._approved_release(self.order, **values)
        return release, self._billed(release)

    def test_released_and_paid_on_their_days(self):
        _release, bill = self._released()
        self._pay(bill, 400.0, day="2026-05-10")
        self._pay(bill, 800.0, day="2026-06-10")
        for day, expected in (
            ("2026-03-30", (0, 0, 0)),
            ("2026-03-31", (1200, 0, 0)),
            ("2026-04-14", (1200, 0, 0)),
            ("2026-04-15", (0, 1200, 0)),
            ("2026-05-10", (0, 1200, 400)),
            ("2026-06-10", (0, 1200, 1200)),
        ):
            self.assertEqual(self._retention(day), expected, day)
        self.assertSwept()

    def test_undone_by_unreconciling(self):
        release, bill = self._released()
        entry = self._pay(bill)
        self.assertEqual((release.state, self._retention()), ("paid", (0, 1200, 1200)))
        entry.line_ids.remove_move_reconcile()
        self.env.flush_all()
        self.assertEqual((release.state, self._retention()), ("billed", (0, 1200, 0)))
        self.assertSwept()

    def test_undone_by_the_draft(self):
        release, bill = self._released()
        bill.button_draft()
        self.assertEqual((release.state, self._retention()), ("approved", (1200, 0, 0)))
        bill.date = "2026-04-20"
        bill.action_post()
        self.assertEqual(self._retention("2026-04-19"), (1200, 0, 0))
        self.assertEqual(self._retention("2026-04-20"), (0, 1200, 0))
        self.assertSwept()

    def test_undone_by_the_credit_note_on_its_day(self):
        release, bill = self._released()
        self._reverse(bill)
        self.assertEqual(release.state, "approved")
        self.assertEqual(self._retention("2026-05-19"), (0, 1200, 0))
        self.assertEqual(self._retention("2026-05-20"), (1200, 0, 0))
        self._billed(release)
        self.assertEqual((release.state, self._retention()), ("billed", (0, 1200, 0)))
        self.assertEqual(len(release.bill_ids), 2)
        self.assertSwept()

    def test_a_reversed_application_may_be_billed_again_or_voided(self):
        self._reverse(self.bill)
        self.assertEqual((self.application.state, self._retention()), ("certified", (0, 0, 0)))
        self._billed(self.application)
        self.assertEqual((self.application.state, self._retention()), ("billed", (1200, 0, 0)))
        self._reverse(self.application.bill_id)
        self.application.with_user(self.approver).action_void("Work is not done")
        self.assertEqual(self._retention(), (0, 0, 0))
        self.assertNotIn("invoiced", self._buckets())
        self.assertSwept()

    def test_a_credit_note_about_something_else_pays(self):
        _release, bill = self._released()
        none = self.env["purchase.order.line"]
        note = self._bill((none, 1, 1200.0), move_type="in_refund", date="2026-05-02")
        note.action_post()
        lines = (bill | note).line_ids.filtered(lambda line: line.display_type == "payment_term")
        lines.reconcile()
        self.assertEqual(self._retention(), (0, 1200, 1200))
        self.assertSwept()

    def test_released_with_an_application(self):
        final = self._certified(
            self.order,
            {"claimed_work": 0.0, "released_amount": 1000.0},
            {"claimed_work": 3000.0, "released_amount": 500.0},
            period_end="2026-04-30",
        )
        self.assertEqual((final.held_amount, final.due_amount), (0, 4200))
        bill = self._billed(final)
        self.assertEqual(self._retention(), (0, 1500, 0))
        self._pay(bill, 1400.0)
        # a third of the bill is paid, so a third of what it gives back
        self.assertEqual(self._retention(), (0, 1500, 500))
        self.assertSwept()

    def test_columns_of_the_reports(self):
        _release, bill = self._released(amount=600)
        self._pay(self.bill)
        self._pay(bill, 300.0)
        totals = self.env["construction.cost.report"]._read_group(
            [("project_id", "=", self.job.id)],
            [],
            ["retention_held:sum", "retention_released:sum", "retention_paid:sum"],
        )
        self.assertEqual(totals, [(600, 600, 300)])
        figures = self.env["purchase.commitment.report"]._read_group(
            [("order_id", "=", self.order.id)],
            [],
            [
                f"{name}_amount:sum"
                for name in (
                    "invoiced",
                    "retained",
                    "retention_released",
                    "retention_paid",
                    "paid",
                    "open",
                )
            ],
        )
        # paid: the application less what it withholds, and the part of the release
        self.assertEqual(figures, [(12000, 600, 600, 300, 11100, 3000)])
        self.assertEqual(self.order.commitment_retained, 600)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .warning_common import WarningCommon


@tagged("post_install", "-at_install")
class TestWarning(WarningCommon):
    """Each kind of warning opens on real documents, stays with them, and clears with them."""

    # Kinds ------------------------------------------------------------------------------------

    def test_margin_fade(self):
        """At award 20,000 for 16,000: 20 %. A cost of 7,000 on a budget of 6,000 takes 5 points."""
        self._rule("margin_fade", points=4)
        self.assertFalse(self._look())
        self._direct_bill(7000)
        warning = self._look()
        self.assertRecordValues(
            warning,
            [{"kind": "margin_fade", "actual": 15, "base": 20, "amount": 1000, "state": "open"}],
        )
        self.assertEqual(warning.text, "The margin is 15.0 % of the contract; it was 20.0 %.")
        self._credit(1500)
        self.assertFalse(self._look())
        self.assertEqual(warning.state, "cleared")
        self.assertEqual(str(warning.date_cleared), "2026-07-15")

    def test_commitment_over_budget_of_a_code_and_of_a_line(self):
        code = self._rule("commitment", amount=500, level="code")
        line = self._rule("commitment", amount=500, level="line")
        order = self._confirmed_order((self.rebar, 70, 100.0))
        warning = self._look()
        self.assertEqual(warning.rule_id, line, "the code has room on its other line")
        self.assertRecordValues(
            warning,
            [{"actual": 7000, "base": 6000, "amount": 1000, "cost_code_id": self.concrete.id}],
        )
        self.assertIn("03-100", warning.text)
        second = self._confirmed_order((self.rebar, 100, 100.0))
        self.assertEqual(self._look().rule_id, code | line)
        (order | second).with_user(self.approver).sudo().button_cancel()
        self.assertFalse(self._look())

    def test_burn_against_progress(self):
        self._rule("burn", points=10)
        self._direct_bill(6000)
        self.assertFalse(self._look(), "nobody knows how far the work is")
        # 6,000 of 16,000 is 37.5 %, 5,000 of 20,000 is 25 %
        self._billed_to_owner(5000)
        warning = self._look()
        self.assertRecordValues(warning, [{"actual": 37.5, "base": 25, "amount": 2000}])
        self._billed_to_owner(1000)
        self.assertFalse(self._look())

    def test_unbilled_work(self):
        self._rule("underbilled", amount=1000, points=10)
        self._direct_bill(6000)
        # earned 37.5 % of 20,000
        self._billed_to_owner(5000)
        warning = self._look()
        self.assertRecordValues(warning, [{"actual": 7500, "base": 5000, "amount": 2500}])
        self._billed_to_owner(1800)
        self.assertFalse(self._look())

    def test_cost_since_the_last_billing(self):
        self._rule("billing_gap", days=45, amount=1000)
        self._direct_bill(2000, day="2026-03-10")
        self.assertFalse(self._look("2026-04-24"))
        warning = self._look("2026-04-25")
        self.assertRecordValues(warning, [{"days": 46, "amount": 2000}])
        self._billed_to_owner(2500, day="2026-03-31")
        self.assertFalse(self._look("2026-04-25"))
        self._direct_bill(1200, day="2026-04-10")
        warning = self._look("2026-05-20")
        self.assertRecordValues(warning, [{"days": 50, "amount": 1200}])

    def test_slow_change_orders(self):
        self._rule("slow_changes", days=30)
        change = self._pending_change()
        self.assertFalse(self._look("2026-07-01"))
        warning = self._look("2026-07-02")
        self.assertRecordValues(warning, [{"days": 31, "amount": 900, "count": 1}])
        action = warning.with_user(self.manager).action_view_documents()
        found = self.env[action["res_model"]].with_user(self.manager).search(action["domain"])
        self.assertEqual(found, change)
        change.action_draft()
        self.assertFalse(self._look("2026-07-02"))

    def test_retention_overdue(self):
        self._rule("retention", days=30)
        order = self._subcontract(10000.0, retention_work_percent=10)
        self._billed(self._certified(order, 4000.0))
        self.assertFalse(self._look(), "nobody said when it is due")
        self.job.write({"date_start": "2026-01-01", "date": "2026-06-14"})
        warning = self._look("2026-07-15")
        self.assertRecordValues(warning, [{"days": 31, "amount": 400, "count": 1}])
        # what the subcontract says goes before the finish of the job
        order.sudo().retention_release_date = "2026-12-31"
        self.assertFalse(self._look("2026-07-15"))

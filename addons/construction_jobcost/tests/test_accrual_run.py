# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import tagged

from .close_common import APRIL, MARCH, CloseCommon


@tagged("post_install", "-at_install")
class TestAccrualRun(CloseCommon):
    def _expense(self, until):
        return self._balances(until).get(self.expense, 0)

    def test_month_end_is_posted_and_reversed(self):
        self._received_order()
        run = self._accrue()
        self.assertEqual(run.state, "reversed")
        self.assertEqual(self._balances(MARCH), {self.expense: 600, self.owed: -600})
        self.assertEqual(self._balances("2026-04-01"), {})
        entry = run.sudo().move_id
        self.assertEqual(str(entry.date), MARCH)
        self.assertEqual(str(run.sudo().reversal_id.date), "2026-04-01")
        expense, owed = entry.line_ids.sorted("balance", reverse=True)
        self.assertEqual(expense.analytic_distribution, self._coding())
        self.assertFalse(owed.analytic_distribution)

    def test_the_entry_is_no_second_cost_of_the_job(self):
        self._received_order()
        before = self._buckets()
        self._accrue()
        self.assertEqual(self._buckets(), before)
        self.assertEqual(before["accrued"], 600)
        self.assertNotIn("direct_cost", before)
        self.assertFalse(self.env["construction.cost.entry"]._sweep())

    def test_a_second_run_changes_nothing(self):
        self._received_order()
        self._accrue()
        with self.assertRaisesRegex(UserError, "nothing to post"):
            self._run_of()
        self.assertEqual(self._balances(MARCH)[self.owed], -600)

    def test_a_late_receipt_posts_the_difference_only(self):
        order = self._received_order()
        self._accrue()
        self._receive((order.order_line, 3, datetime(2026, 3, 20, 12)))
        second = self._accrue()
        self.assertEqual((second.number, second.amount), (2, 300))
        self.assertEqual(
            [(line.accrued, line.posted, line.amount) for line in second.line_ids],
            [(900, 600, 300)],
        )
        self.assertEqual(self._balances(MARCH), {self.expense: 900, self.owed: -900})
        self.assertEqual(self._balances("2026-04-01"), {})

    def test_a_bill_in_between(self):
        order = self._received_order()
        self._accrue()
        bill = self._bill((order.order_line, 4, 100.0), date="2026-03-25")
        self._approve_bill(bill)
        second = self._accrue()
        self.assertEqual(second.amount, -400)
        # 4 are billed, 2 are still accrued
        self.assertEqual(self._balances(MARCH)[self.owed], -200)
        self.assertEqual(self._expense(MARCH), 600)
        self.assertEqual(self._accrued(MARCH), 200)

    def test_a_bill_of_the_next_month_leaves_the_month_alone(self):
        order = self._received_order()
        self._accrue()
        bill = self._bill((order.order_line, 6, 100.0), date="2026-04-10")
        self._approve_bill(bill)
        with self.assertRaisesRegex(UserError, "nothing to post"):
            self._run_of()
        self.assertEqual(self._expense(MARCH), 600)
        self.assertEqual(self._expense(APRIL), 600)
        self.assertNotIn(self.owed, self._balances(APRIL))

    def test_each_month_stands_for_itself(self):
        order = self._received_order()
        self._accrue()
        self._receive((order.order_line, 1, datetime(2026, 4, 8, 12)))
        self.assertEqual(self._accrue(APRIL).amount, 700)
        self.assertEqual(self._balances(MARCH)[self.owed], -600)
        self.assertEqual(self._balances(APRIL)[self.owed], -700)

    def test_returned_goods_are_owed_no_more(self):
        order = self._confirmed_order()
        picking = self._receive((order.order_line, 6, datetime(2026, 3, 10, 12)))
        back = self._return(picking, order.order_line, 2)
        back.move_ids.date = datetime(2026, 3, 12, 12)
        self.assertEqual(self._accrue().amount, 400)

    def test_a_deduction_reduces_what_is_owed(self):
        order = self._confirmed_order(
            (self.service, 1, 1000.0), (self.service, -1, 200.0), amount=1000
        )
        charge, deduction = order.order_line
        self._receive(
            (charge, 1, datetime(2026, 3, 10, 12)), (deduction, -1, datetime(2026, 3, 10, 12))
        )
        run = self._accrue()
        self.assertEqual(run.amount, 800)
        self.assertEqual(len(run.line_ids), 2)
        self.assertEqual(self._balances(MARCH), {self.expense: 800, self.owed: -800})

    def test_only_a_deduction(self):
        order = self._confirmed_order((self.service, -1, 200.0))
        self._receive((order.order_line, -1, datetime(2026, 3, 10, 12)))
        self._accrue()
        self.assertEqual(self._balances(MARCH), {self.expense: -200, self.owed: 200})

    def test_a_split_coding_ties_by_code(self):
        coding = {
            key: share
            for code, share in ((self.concrete, 33.33), (self.steel, 66.67))
            for key in self._coding(code)
        }
        order = self._confirmed_order((self.rebar, 1, 100.01, {"analytic_distribution": coding}))
        self._receive((order.order_line, 1, datetime(2026, 3, 10, 12)))
        lines = self._accrue().line_ids
        self.assertEqual(
            {line.cost_code_id: line.amount for line in lines},
            {self.concrete: 33.33, self.steel: 66.68},
        )

    def test_an_order_in_another_currency_counts_at_its_rate(self):
        euro = self.env.ref("base.EUR")
        if euro == self.company.currency_id:
            euro = self.env.ref("base.USD")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "name": day, "rate": rate, "company_id": self.company.id}
                for day, rate in (("2026-01-01", 0.5), ("2026-03-20", 0.25))
            ]
        )
        order = self._received_order(currency_id=euro.id, date_order="2026-02-01")
        self.assertEqual(order.currency_rate, 0.5)
        run = self._accrue()
        self.assertEqual(run.amount, 1200)
        self.assertEqual(self._accrued(MARCH), 1200)

    def test_the_account_is_the_one_of_the_bills(self):
        order = self._received_order()
        bill = self._bill(
            (order.order_line, 1, 100.0, {"account_id": self.other_expense.id}),
            date="2026-03-12",
        )
        self._approve_bill(bill)
        self.assertEqual(self._accrue().line_ids.account_id, self.other_expense)

    def test_without_an_account_nothing_is_posted(self):
        self._received_order()
        self.company.expense_account_id = False
        self.purchases.default_account_id = False
        with self.assertRaisesRegex(UserError, "No expense account"):
            self._run_of()

    # Periods and settings ---------------------------------------------------------------------

    def test_a_closed_period_is_refused(self):
        self._received_order()
        run = self._run_of()
        self.company.fiscalyear_lock_date = Date.to_date(MARCH)
        with self.assertRaisesRegex(UserError, "the period is closed"):
            run.action_post()
        with self.assertRaisesRegex(UserError, "the period is closed"):
            self._run_of()
        self.assertFalse(self._balances(MARCH))

    def test_closed_bills_are_what_is_accrued_for(self):
        self._received_order()
        self.company.write(
            {"purchase_lock_date": Date.to_date(MARCH), "tax_lock_date": Date.to_date(MARCH)}
        )
        self.assertEqual(self._accrue().amount, 600)

    def test_a_month_that_is_not_over_is_refused(self):
        self._received_order()
        with self.assertRaisesRegex(UserError, "not over yet"):
            self._run_of("2099-01-31")

    def test_settings_are_asked_for(self):
        self._received_order()
        self.company.accrual_account_id = False
        with self.assertRaisesRegex(UserError, "no liability account"):
            self._run_of().action_post()

    def test_an_order_without_job_is_left_out(self):
        order = self._order((self.rebar, 1, 100.0, {"analytic_distribution": False}))
        order.button_confirm()
        self._receive((order.order_line, 1, datetime(2026, 3, 10, 12)))
        with self.assertRaisesRegex(UserError, "nothing to post"):
            self._run_of()

    def test_a_line_that_was_recoded_moves(self):
        order = self._received_order()
        self._accrue()
        order.sudo().order_line.analytic_distribution = self._coding(self.steel)
        second = self._accrue()
        self.assertEqual(
            {line.cost_code_id: line.amount for line in second.line_ids},
            {self.concrete: -600, self.steel: 600},
        )
        self.assertEqual(self._balances(MARCH)[self.owed], -600)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .reallocation_common import ReallocationCommon


@tagged("post_install", "-at_install")
class TestReallocation(ReallocationCommon):
    def test_a_bill_moves_to_another_job_in_ledger_books_and_analytic_lines(self):
        bill = self._direct_bill(100.01, quantity=4)
        document = self._approved((self._entry_of(bill.invoice_line_ids), {"value": 50}))
        self.assertEqual(document.amount_moved, 50.01)
        self.assertEqual(self._cost(), {("03-100", "M"): (50, 2)})
        self.assertEqual(self._cost(self.other_job), {("05-200", "M"): (50.01, 2)})
        self.assertEqual(
            self._days(document), {("2026-03-10", "0077"): -50.01, ("2026-03-10", "0078"): 50.01}
        )
        entry = document.sudo().move_ids
        self.assertEqual((entry.state, str(entry.date)), ("posted", "2026-03-10"))
        self.assertEqual(entry.line_ids.account_id, self.expense)
        self.assertEqual((self._analytic(self.job), self._analytic(self.other_job)), (50, 50.01))
        self.assertEqual(self._books(), {"agreed": (100.01, 100.01)})
        self.assertSwept()

    def test_pending_it_moves_nothing(self):
        bill = self._direct_bill()
        document = self._reallocation((self._entry_of(bill.invoice_line_ids),))
        document.action_submit()
        self.assertEqual(self._cost(), {("03-100", "M"): (100, 1)})
        document.with_user(self.approver).action_reject("It was ours")
        self.assertEqual((document.state, document.reject_reason), ("rejected", "It was ours"))
        document.action_draft()
        document.line_ids.value = 10
        self.assertEqual(document.amount_moved, 10)

    def test_hours_move_with_their_quantity_on_analytic_lines(self):
        hours = self._hours()
        document = self._approved(
            (
                self._entry_of(hours),
                {"method": "quantity", "value": 3, "target_project_id": self.job.id},
            )
        )
        self.assertEqual(self._cost(), {("03-100", "M"): (250, 5), ("05-200", "M"): (150, 3)})
        self.assertFalse(document.sudo().move_ids)
        self.assertEqual(self._analytic(self.job), 400)
        self.assertEqual(self._books(), {"labor": (0, 400)})
        lines = self.env["account.analytic.line"].search([("reallocation_line_id", "!=", False)])
        self.assertEqual(sorted(lines.mapped("unit_amount")), [-3, 3])
        with self.assertRaisesRegex(UserError, "Void the reallocation"):
            lines.with_user(self.finance).write({"name": "Mine"})
        self.assertSwept()

    def test_hours_on_another_job_are_named_in_the_books(self):
        document = self._approved((self._entry_of(self._hours()),))
        self.assertEqual(self._books(), {"labor": (0, 400)})
        rows = (
            self.env["construction.books.reconciliation"]
            .with_user(self.finance)
            .search([("document_name", "=", document.display_name)])
        )
        self.assertEqual(set(rows.mapped("category")), {"no_entry"})
        self.assertEqual(sorted(rows.mapped("difference")), [-400, 400])

    def test_goods_from_stock_move(self):
        self._stock(self.rebar, 20)
        picking = self._issue()
        issued = picking.move_ids.analytic_account_line_ids
        self._approved((self._entry_of(issued), {"method": "amount", "value": 21}))
        self.assertEqual(self._cost(), {("03-100", "M"): (49, 7)})
        self.assertEqual(self._cost(self.other_job), {("05-200", "M"): (21, 3)})
        self.assertSwept()

    def test_an_invoice_that_moves_stays_invoiced_on_its_commitment(self):
        order = self._confirmed_order()
        self._receive((order.order_line, 4, None))
        bill = self._bill((order.order_line, 4, 100.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self._approved((self._entry_of(bill.invoice_line_ids), {"value": 50}))
        row = next(row for row in self.job._get_job_cost() if row["cost_code"] == "03-100")
        self.assertEqual(
            [
                float(row[name])
                for name in (
                    "committed",
                    "invoiced",
                    "direct_cost",
                    "open_commitment",
                    "projected_cost",
                    "job_to_date",
                )
            ],
            [1000, 400, -200, 600, 800, 200],
        )
        self.assertEqual(self._cost(self.other_job), {("05-200", "M"): (200, 2)})
        self.assertEqual(self._books(), {"agreed": (400, 400)})

    def test_a_credit_moves_as_what_it_is(self):
        self._direct_bill(100)
        none = self.env["purchase.order.line"]
        refund = self._bill(
            (none, 1, 30.0, {"analytic_distribution": self._coding()}), move_type="in_refund"
        )
        refund.with_user(self.approver).action_approve_bill("Agreed")
        document = self._approved((self._entry_of(refund.invoice_line_ids),))
        self.assertEqual((document.amount_moved, document.line_ids.amount), (30, -30))
        self.assertEqual(self._cost(self.other_job), {("05-200", "M"): (-30, -1)})
        self.assertEqual(self._cost(), {("03-100", "M"): (100, 1)})

    # Dates ------------------------------------------------------------------------------------

    def test_in_a_closed_period_it_moves_on_the_first_open_day(self):
        march, may = self._direct_bill(), self._direct_bill(day="2026-05-04")
        self.company.job_cost_lock_date = "2026-03-31"
        document = self._approved(
            (self._entry_of(march.invoice_line_ids),), (self._entry_of(may.invoice_line_ids),)
        )
        self.assertEqual(
            [(str(line.effective_date), str(line.date)) for line in document.line_ids],
            [("2026-03-10", "2026-04-01"), ("2026-05-04", "2026-05-04")],
        )
        self.assertEqual(
            {str(move.date) for move in document.sudo().move_ids}, {"2026-04-01", "2026-05-04"}
        )
        self.assertEqual(self._books("2026-03-31"), {"agreed": (100, 100)})
        self.assertEqual(self._books(), {"agreed": (200, 200)})

    def test_the_lock_of_accounting_closes_too_and_what_closes_meanwhile_counts(self):
        bill = self._direct_bill()
        document = self._reallocation((self._entry_of(bill.invoice_line_ids),))
        document.action_submit()
        self.assertEqual(str(document.line_ids.date), "2026-03-10")
        self.company.fiscalyear_lock_date = "2026-04-30"
        document.with_user(self.approver).action_approve()
        self.assertEqual(str(document.line_ids.date), "2026-05-01")
        self.assertEqual(str(document.sudo().move_ids.date), "2026-05-01")

    def test_void_takes_it_back_today_and_leaves_the_days_before(self):
        bill = self._direct_bill()
        document = self._approved((self._entry_of(bill.invoice_line_ids),))
        with self.assertRaises(AccessError):
            document.action_void("Mine")
        document.with_user(self.approver).action_void("It was ours")
        self.assertEqual(self._cost(), {("03-100", "M"): (100, 1)})
        self.assertEqual(self._cost(self.other_job), {})
        before = document.date_void.replace(day=1)
        self.assertEqual(self._books(before), {"agreed": (100, 100)})
        rows = self.other_job._get_job_cost(as_of="2026-03-31")
        self.assertEqual([float(row["direct_cost"]) for row in rows], [100])
        self.assertEqual(self._books(), {"agreed": (100, 100)})
        self.assertEqual(self._analytic(self.other_job), 0)
        self.assertSwept()

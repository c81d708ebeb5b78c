# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The ledger agrees with the documents, whatever is done to them in whatever order."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .procurement_ledger_common import LedgerCase


@tagged("post_install", "-at_install")
class TestProcurementLedger(LedgerCase):
    def _full_order(self):
        concrete, steel = self._coding(), self._coding(code=self.steel)
        split = {next(iter(concrete)): 60, next(iter(steel)): 40}
        labor = self.env["product.product"].create(
            {"name": "Crane", "type": "service", "purchase_method": "receive"}
        )
        order = self._order(
            (self.rebar, 10, 100.0),
            (self.rebar, 20, 50.0, {"analytic_distribution": split}),
            (labor, 8, 125.0),
            (
                self.subcontract.product_id,
                1,
                5000.0,
                {"analytic_distribution": self._coding(cost_type=self.subcontract)},
            ),
        )
        order.with_user(self.approver).action_approve_order(amount=100000)
        return order

    def test_every_step_of_a_long_life(self):
        order = self._full_order()
        goods, split, service, lump = order.order_line
        self.assertEqual(order.order_line.mapped("billing_basis"), ["quantity"] * 3 + ["amount"])
        self.check("draft")
        order.button_confirm()
        self.originals.update({goods: 1000, split: 1000, service: 1000, lump: 5000})
        self.check("confirmed")
        goods.product_qty = 12
        self.check("quantity raised")
        split.price_unit = 45.0
        self.check("price lowered")
        goods.discount = 10.0
        self.check("discount given")
        first = self._receive((goods, 4, datetime(2026, 2, 3)), (split, 5, None))
        self.check("partly received")
        self._receive((service, 3, datetime(2026, 2, 4)))
        self.check("service confirmed")
        service.qty_received = 5
        self.check("service typed in")
        service.qty_received = 2
        self.check("service corrected")
        self._receive((goods, 11, None))
        self.check("over-received")
        self._return(first, goods, 2)
        self.check("returned")
        self._bill_life(goods, split, service, lump)
        self._recode_and_cancel(order, goods, split, service)

    def _bill_life(self, goods, split, service, lump):
        bill = self._bill((goods, 6, 90.0), (split, 5, 45.0), (service, 4, 125.0))
        self.check("bill drafted")
        self.assertEqual(
            bill.invoice_line_ids[1].analytic_distribution, split.analytic_distribution
        )
        self._approve_bill(bill)
        self.check("bill posted")
        bill.button_draft()
        self.check("bill back to draft")
        bill.invoice_line_ids[0].quantity = 5
        bill.action_post()
        self.check("bill lowered and posted again")
        progress = self._bill((lump, 1, 1234.56))
        self._approve_bill(progress)
        self.check("progress billed")
        refund = self._bill((goods, 1, 90.0), move_type="in_refund")
        refund.action_post()
        self.check("refunded")
        bill.invoice_line_ids[0].analytic_distribution = self._coding(code=self.steel)
        self.check("bill line coded otherwise")
        reversal = bill._reverse_moves(
            [{"date": "2026-04-01", "invoice_date": "2026-04-01"}], cancel=True
        )
        self.assertEqual(reversal.state, "posted")
        self.check("bill reversed")
        progress.button_draft()
        progress.button_cancel()
        refund.button_draft()
        reversal.button_draft()
        bill.button_draft()
        self.check("all back to draft")
        (progress | refund | reversal | bill).sudo().with_context(force_delete=True).unlink()
        self.check("bills deleted")

    def _recode_and_cancel(self, order, goods, split, service):
        split.analytic_distribution = self._coding(code=self.steel)
        self.check("order line coded otherwise")
        goods.move_ids.filtered(lambda m: m.state == "done")[:1].date = datetime(2026, 5, 5)
        self.check("receipt dated otherwise")
        order.button_cancel()
        self.check("cancelled")
        order.button_draft()
        self.check("draft again")
        order.button_confirm()
        self.check("reopened")
        late = order.order_line.create(
            {
                "order_id": order.id,
                "product_id": self.rebar.id,
                "product_qty": 3,
                "price_unit": 10.0,
                "tax_ids": [Command.clear()],
                "analytic_distribution": self._coding(),
            }
        )
        self.originals[late] = 0
        self.check("line added")
        self._receive((late, 1, None), final=True)
        self.check("closed short")

    def test_bills_without_order_and_journal_entries(self):
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 3, 70.0, {"analytic_distribution": self._coding()}))
        self._approve_bill(bill)
        self.check("direct bill")
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": "2026-03-31",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "debit": 45.5,
                            "analytic_distribution": self._coding(code=self.steel),
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "credit": 45.5}),
                ],
            }
        )
        self.check("entry drafted")
        entry.with_user(self.approver).action_approve_bill()
        self.check("entry posted")
        entry._reverse_moves([{"date": "2026-04-30"}], cancel=True)
        self.check("entry reversed")

    def test_foreign_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2026-01-01",
                "rate": 0.8,
            }
        )
        order = self._confirmed_order(
            (self.rebar, 10, 100.0), currency_id=euro.id, date_order="2026-01-15 12:00:00"
        )
        self.originals[order.order_line] = 1250
        self.assertEqual(self._buckets()["original_commitments"], 1250)
        self._receive((order.order_line, 4, None))
        self.check("received in euro")

    def test_changes_count_from_their_own_day(self):
        with freeze_time("2026-02-02 10:00:00"):
            order = self._confirmed_order(amount=5000)
        with freeze_time("2026-03-03 10:00:00"):
            order.order_line.product_qty = 15
            self.env.cr.flush()
        with freeze_time("2026-03-04 10:00:00"):
            order.order_line.product_qty = 14
            self.env.cr.flush()
        entries = self.env["construction.cost.entry"].search(
            [("project_id", "=", self.job.id)], order="date"
        )
        self.assertEqual(
            [(str(e.date), e.bucket, e.amount, e.quantity) for e in entries],
            [
                ("2026-02-02", "original_commitments", 1000, 10),
                ("2026-03-03", "approved_commitment_changes", 500, 5),
                ("2026-03-04", "approved_commitment_changes", -100, -1),
            ],
        )
        self.assertEqual(order.order_line.original_commitment_amount, 1000)

    def test_accrual_rises_with_the_receipt_and_falls_with_the_bill(self):
        order = self._confirmed_order()
        line = order.order_line
        self._receive((line, 6, datetime(2026, 3, 1, 12)))
        bill = self._bill((line, 4, 100.0))
        self._approve_bill(bill)
        self.env["construction.cost.entry"]._project_stale()
        entries = self.env["construction.cost.entry"].search([("bucket", "=", "accrued")])
        self.assertEqual(
            sorted((str(entry.date), entry.amount) for entry in entries),
            [("2026-03-01", 600), ("2026-03-10", -400)],
        )

    def test_double_triggers_append_nothing(self):
        order = self._confirmed_order()
        self._receive((order.order_line, 4, None))
        self.env.cr.flush()
        entries = self.env["construction.cost.entry"]
        before = entries.search_count([])
        for records in (order, order.order_line, order.order_line.move_ids):
            entries._mark_stale(records)
        self.env.cr.flush()
        self.assertEqual(entries.search_count([]), before)

    def test_an_invoice_does_not_commit_again(self):
        order = self._confirmed_order()
        self._approve_bill(self._bill((order.order_line, 10, 100.0)))
        buckets = self._buckets()
        self.assertEqual(buckets["original_commitments"], 1000)
        self.assertEqual(buckets["invoiced"], 1000)
        self.assertNotIn("direct_cost", buckets)

    def test_receipt_takes_exactly_what_came(self):
        order = self._confirmed_order((self.rebar, 10, 100.0), (self.rebar, 5, 10.0))
        first, second = order.order_line
        picking = self._receive((first, 4, datetime(2026, 3, 1)))
        self.assertEqual(order.order_line.mapped("qty_received"), [4, 0])
        self.assertEqual(picking.move_ids.date, datetime(2026, 3, 1))
        self._receive((first, 6, None), (second, 7, None))
        self.assertEqual(order.order_line.mapped("qty_received"), [10, 7])

    def test_receipt_on_an_unconfirmed_order_is_refused(self):
        order = self._order()
        with self.assertRaisesRegex(Exception, "not a confirmed order"):
            self._receive((order.order_line, 1, None))

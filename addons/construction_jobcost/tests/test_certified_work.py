# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from ..core.values import decimal
from .retention_common import RetentionCommon


@tagged("post_install", "-at_install")
class TestCertifiedWork(RetentionCommon):
    def _work(self, as_of=None):
        """Return (confirmed, accrued, invoiced) of the job."""
        entries = self.env["construction.cost.entry"].with_context(as_of=as_of)
        entries._project_stale()
        domain = [("project_id", "=", self.job.id)] + list(entries._get_moment_domain())
        sums = dict(entries.sudo()._read_group(domain, ["bucket"], ["amount:sum"]))
        names = ("received_services", "accrued", "invoiced")
        return tuple(round(sums.get(name, 0.0), 2) for name in names)

    def _confirm(self, line, quantity, day=datetime(2026, 3, 20, 12)):
        """Confirm work of a line as the site does."""
        line.sudo()._confirm_services([ReceiptLine(line.id, decimal(quantity), day, "")], "S-1")
        self.env.flush_all()

    def test_certified_and_not_billed_is_accrued(self):
        order = self._subcontract(15000.0, 1500000.0)
        application = self._certified(order, 5000.0, 500000.0)
        self.assertEqual(self._work("2026-03-30"), (0, 0, 0))
        # a third of the lines, to the cent
        self.assertEqual(self._work("2026-03-31"), (505000, 505000, 0))
        self.assertEqual(order.order_line.mapped("qty_received"), [0.33, 0.33])
        bill = self._billed(application)
        self.assertEqual(bill.match_state, "matched")
        self.assertEqual(self._work(), (505000, 0, 505000))
        self.assertSwept()

    def test_void_takes_it_back(self):
        order = self._subcontract(10000.0)
        self._billed(self._certified(order, 2000.0))
        application = self._certified(order, 3000.0)
        self.assertEqual((order.order_line.qty_received, self._work()[1]), (0.5, 3000))
        application.with_user(self.approver).action_void("Leaks")
        self.assertEqual((order.order_line.qty_received, self._work()), (0.2, (2000, 0, 2000)))
        self.assertSwept()

    def test_what_the_site_confirmed_counts_once(self):
        order = self._subcontract(10000.0)
        line = order.order_line
        self._confirm(line, 0.4)
        application = self._certified(order, 5000.0)
        self.assertEqual((line.qty_received, self._work()[:2]), (0.5, (5000, 5000)))
        self._confirm(line, 0.2, datetime(2026, 4, 3, 12))
        self.assertEqual((line.qty_received, self._work()[:2]), (0.7, (7000, 7000)))
        self._billed(application)
        self.assertEqual(self._work(), (7000, 2000, 5000))
        second = self._certified(order, 1000.0, period_end="2026-04-30")
        self.assertEqual((line.qty_received, self._work()), (0.7, (7000, 2000, 5000)))
        second.with_user(self.approver).action_void("Measured again")
        self.assertEqual((line.qty_received, self._work()), (0.7, (7000, 2000, 5000)))
        self.assertSwept()

    def test_less_work_than_before(self):
        order = self._subcontract(10000.0, 1000.0)
        self._billed(self._certified(order, 5000.0))
        second = self._certified(order, -1000.0, 1000.0, period_end="2026-04-30")
        self.assertEqual(order.order_line.mapped("qty_received"), [0.4, 1])
        self.assertEqual(self._work(), (5000, 0, 5000))
        self._billed(second)
        self.assertEqual(self._work(), (5000, 0, 5000))
        self.assertSwept()

    def test_quantity_lines_match_however_they_were_claimed(self):
        coding = self._coding(cost_type=self.subcontract)
        labor = self.env["product.product"].create(
            {"name": "Piling", "type": "service", "purchase_method": "receive"}
        )
        values = {"analytic_distribution": coding, "billing_basis": "quantity"}
        order = self._confirmed_order((labor, 30, 33.33, values), (labor, 7, 10.0, values))
        measured, by_percent = self._application(order).line_ids
        measured.claimed_quantity = 11
        by_percent.claimed_percent = 33.33
        application = measured.application_id
        application.action_submit()
        application.with_user(self.approver).action_certify()
        self.assertEqual(self._work(), (389.96, 389.96, 0))
        bill = self._billed(application)
        self.assertEqual((bill.match_state, bill.amount_untaxed), ("matched", 389.96))
        self.assertEqual(bill.invoice_line_ids.mapped("quantity"), [11, 2.33])
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [11, 2.33])
        self.assertEqual(self._work(), (389.96, 0, 389.96))
        self.assertSwept()

    def test_goods_are_accepted_by_receipts(self):
        order = self._confirmed_order()
        application = self._certified(order, 400.0)
        self.assertEqual((order.order_line.qty_received, self._work()), (0, (0, 0, 0)))
        self._billed(application)
        self.assertEqual(self._work(), (0, 0, 400))
        self.assertSwept()

    def test_more_than_ordered_by_allowance(self):
        order = self._subcontract(1000.0)
        application = self._application(order, {"claimed_work": 1100.0, "may_overbill": True})
        application.action_submit()
        application.with_user(self.approver).action_certify()
        self.env.cr.flush()
        self.assertEqual(order.order_line.qty_received, 1.1)

    def test_a_credit_note_opens_it_again(self):
        order = self._subcontract(10000.0, retention_work_percent=10)
        bill = self._billed(self._certified(order, 2000.0))
        self._reverse(bill)
        self.assertEqual(self._work("2026-05-19"), (2000, 0, 2000))
        self.assertEqual(self._work("2026-05-20"), (2000, 2000, 0))
        self.assertSwept()

    def test_nobody_writes_what_is_certified(self):
        order = self._subcontract(10000.0)
        order.order_line.with_user(self.buyer).write({"certified_amount": 500.0})
        self.assertEqual((order.order_line.certified_amount, order.order_line.qty_received), (0, 0))

    def test_closing_releases_what_is_not_certified(self):
        order = self._subcontract(10000.0)
        self._certified(order, 4000.0)
        released = order.order_line.sudo()._get_releasable()
        self.assertEqual(float(released[order.order_line][0]), 6000)

    def test_recoding_an_item_recodes_its_certificates(self):
        order = self._subcontract(10000.0, retention_work_percent=10)
        self._billed(self._certified(order, 1000.0))
        coding = self._coding(code=self.steel, cost_type=self.subcontract)
        order.order_line.sudo().analytic_distribution = coding
        self.env.flush_all()
        self.assertSwept()

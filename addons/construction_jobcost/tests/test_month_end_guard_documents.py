# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from ..core.values import decimal
from ..exceptions import SignedMonthError
from .close_common import MARCH
from .month_end_common import MonthEndCommon
from .owner_common import OwnerCommon
from .retention_common import RetentionCommon

IN_MARCH, IN_APRIL = datetime(2026, 3, 20, 12), datetime(2026, 4, 2, 12)


class SignedMarch:
    """March was signed off, and the company refuses what would still change it."""

    def _sign_march(self):
        self.env.cr.flush()
        self.company.month_end_guard = "refuse"
        closes = self.env["construction.month.end"].sudo()
        closes._ensure(self.company, Date.to_date(MARCH))._set_step("signed")

    def assertRefused(self, function, *args, **options):
        """The call is refused, at the latest when the transaction ends; nothing of it stays."""
        with (
            self.assertRaisesRegex(SignedMonthError, "signed off") as refusal,
            self.cr.savepoint(),
        ):
            function(*args, **options)
            self.env.cr.flush()
        self.assertEqual(refusal.exception.code, "period.signed")
        return str(refusal.exception)

    def assertLedgerStays(self, day=MARCH):
        """The ledger up to the day is as it was when this was asked first."""
        entries = self.env["construction.cost.entry"].sudo()
        entries._project_stale()
        found = entries._read_group(
            [("company_id", "=", self.company.id), ("date", "<=", day)],
            ["bucket"],
            ["amount:sum"],
        )
        known = getattr(self, "_known", found)
        self.assertEqual(found, known)
        self._known = known


@tagged("post_install", "-at_install")
class TestMonthEndGuardBuying(SignedMarch, MonthEndCommon):
    """Orders, receipts and confirmed services of a signed month."""

    def _order_of_march(self, *lines):
        with freeze_time(IN_MARCH):
            order = self._confirmed_order(*lines)
            self.env.cr.flush()
        return order

    def test_receipts(self):
        order = self._order_of_march()
        line = order.order_line
        self._receive((line, 4, IN_MARCH))
        self._sign_march()
        self.assertLedgerStays()
        text = self.assertRefused(self._receive, (line, 2, IN_MARCH))
        self.assertIn(order.picking_ids.sorted("id")[-1].name, text)
        self.assertEqual(line.qty_received, 4)
        self._receive((line, 2, IN_APRIL))
        done = order.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        moved = done.filtered(lambda move: move.date == IN_APRIL)
        self.assertRefused(moved.write, {"date": IN_MARCH})
        # what is given back today is of today, and Odoo dates a receipt by the clock
        self._return((done - moved).picking_id, line, 1)
        self.assertEqual(line.qty_received, 5)
        self.assertLedgerStays()

    def test_services(self):
        order = self._order_of_march((self.service, 10, 100.0, {}))
        line = order.order_line.sudo()

        def confirm(quantity, moment):
            line._confirm_services([ReceiptLine(line.id, decimal(quantity), moment, "")], "S-1")

        confirm(3, IN_MARCH)
        self._sign_march()
        self.assertRefused(confirm, 2, IN_MARCH)
        confirm(2, IN_APRIL)
        self.env.cr.flush()
        self.assertEqual(line.qty_received, 5)

    def test_orders(self):
        order = self._order_of_march()
        self._sign_march()
        self.assertLedgerStays()
        self.assertIn(order.name, self.assertRefused(order.button_cancel))
        coding = self._coding(job=self.other_job)
        self.assertRefused(order.order_line.write, {"analytic_distribution": coding})
        late = self._confirmed_order()
        self.env.cr.flush()
        self.assertRefused(late.write, {"date_approve": IN_MARCH})
        # an order of March is changed, and closed, today
        order.order_line.product_qty = 8
        self.env.cr.flush()
        order.with_user(self.manager).action_close("Rest not needed")
        self.env.cr.flush()
        self.assertLedgerStays()

    def test_a_later_price_values_anew_what_was_received(self):
        line = self._order_of_march().order_line
        self._receive((line, 4, IN_MARCH))
        self._sign_march()
        line.price_unit = 90
        self.env.cr.flush()
        found = self.env["construction.cost.entry"].search(
            [("bucket", "=", "received_goods"), ("date", "<=", MARCH)]
        )
        self.assertEqual(sum(found.mapped("amount")), 360)

    def test_requests_and_their_approval_go_on(self):
        with freeze_time(IN_MARCH):
            order = self._order()
            order.with_user(self.approver).action_approve_order()
            self.env.cr.flush()
        self._sign_march()
        order.button_confirm()
        self.env.cr.flush()
        self.assertEqual(order.state, "purchase")

    def test_milestones(self):
        contract = self._subcontract(10000.0)
        values = {"name": "Roof", "order_line_id": contract.order_line.id, "percent": 40}
        milestone = self.env["construction.milestone"].with_user(self.manager).create(values)
        self._sign_march()
        self.assertRefused(milestone.action_reach, "2026-03-20")
        milestone.action_reach("2026-04-01")
        self.env.cr.flush()
        self.assertEqual(milestone.state, "reached")

    def test_what_is_only_listed_comes_in(self):
        line = self._order_of_march().order_line
        self._sign_march()
        self.company.month_end_guard = "list"
        self._receive((line, 2, IN_MARCH))
        self.env.cr.flush()
        self.assertEqual(line.qty_received, 2)

    def test_a_repair_of_the_ledger_goes_through(self):
        used = self._hours(8)
        self._sign_march()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_analytic_line SET amount = -900 WHERE id = %s", [used.id]
        )
        self.env.invalidate_all()
        entries = self.env["construction.cost.entry"]
        self.assertTrue(entries._sweep(["account.analytic.line"], heal=True))
        self.env.cr.flush()
        self.assertFalse(entries._sweep(["account.analytic.line"]))

    def test_no_caller_passes_as_a_repair(self):
        line = self._order_of_march().order_line
        self._sign_march()
        order = line.with_context(construction_repair=True).order_id
        self.assertRefused(order._receive, [ReceiptLine(line.id, 2, IN_MARCH)])


@tagged("post_install", "-at_install")
class TestMonthEndGuardPayment(SignedMarch, RetentionCommon):
    """Applications and releases of retention, by the day that they count from."""

    def _of_march(self):
        with freeze_time(IN_MARCH):
            return self._subcontract(10000.0, retention_work_percent=10)

    def test_applications(self):
        contract = self._of_march()
        late = self._application(contract, 3000)
        late.action_submit()
        self._sign_march()
        self.assertRefused(late.with_user(self.approver).action_certify)
        self.assertEqual(late.state, "submitted")
        late.action_void("Dated into April")
        april = {"period_start": "2026-04-01", "period_end": "2026-04-30"}
        self.assertEqual(self._certified(contract, 3000, **april).state, "certified")

    def test_what_was_certified_in_march_is_billed_in_april(self):
        application = self._certified(self._of_march(), 3000)
        application.with_user(self.bookkeeper).action_create_bill()
        bill = application.sudo().bill_id
        bill.write({"date": MARCH, "invoice_date": MARCH})
        self._sign_march()
        self.assertRefused(bill.with_user(self.bookkeeper).action_post)
        bill.write({"date": "2026-04-10", "invoice_date": "2026-04-10"})
        bill.with_user(self.bookkeeper).action_post()
        self.env.cr.flush()
        self.assertEqual(application.state, "billed")

    def test_releases(self):
        contract = self._of_march()
        application = self._certified(contract, 3000)
        application.with_user(self.bookkeeper).action_create_bill()
        bill = application.sudo().bill_id
        bill.write({"date": MARCH, "invoice_date": MARCH})
        bill.with_user(self.bookkeeper).action_post()
        release = self._approved_release(contract)
        release.with_user(self.bookkeeper).action_create_bill()
        back = release.sudo().bill_id
        back.write({"date": MARCH, "invoice_date": MARCH})
        self._sign_march()
        self.assertRefused(back.with_user(self.bookkeeper).action_post)
        back.write({"date": "2026-04-20", "invoice_date": "2026-04-20"})
        back.with_user(self.bookkeeper).action_post()
        self.env.cr.flush()
        self.assertEqual(release.state, "billed")


@tagged("post_install", "-at_install")
class TestMonthEndGuardOwner(SignedMarch, OwnerCommon):
    """Invoices to the owner, by their day."""

    def test_invoices(self):
        application = self._certified(self._contract(10000.0), 4000.0)
        application.with_user(self.finance).action_create_invoices()
        invoice = application.sudo().invoice_ids
        invoice.write({"date": MARCH, "invoice_date": MARCH})
        self._sign_march()
        self.assertRefused(invoice.with_user(self.finance).action_post)
        self.assertEqual(invoice.state, "draft")
        invoice.write({"date": "2026-04-01", "invoice_date": "2026-04-01"})
        invoice.with_user(self.finance).action_post()
        self.env.cr.flush()
        self.assertEqual(application.state, "billed")

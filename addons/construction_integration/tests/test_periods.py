# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import Command
from odoo.tests import tagged

from .books_common import BooksCase


@tagged("post_install", "-at_install")
class TestPeriods(BooksCase):
    """Documents that are dated in closed accounting periods."""

    def lock(self, field, day=date(2026, 4, 30), company=None):
        (company or self.acme).write({field: day})

    def assertWaits(self, message):
        self.assertState(message, "waiting", "waiting.period")
        self.assertEqual(message.waiting_key, "period:2026-04")

    def test_bill_waits_for_its_period(self):
        self.lock("purchase_lock_date")
        message = self.send_invoice()
        self.assertWaits(message)
        self.assertFalse(self.env["account.move"].search([("ref", "=", "INV-1")]))
        self.lock("purchase_lock_date", date(2026, 3, 31))
        self.assertState(message, "received")
        self.drain()
        self.assertState(message, "done")

    def test_hours_wait_for_their_period(self):
        self.lock("fiscalyear_lock_date")
        message = self.send_timesheet()
        self.assertWaits(message)
        self.lock("fiscalyear_lock_date", False)
        self.drain()
        self.assertState(message, "done")

    def test_lock_date_that_stays_before_the_document(self):
        self.lock("fiscalyear_lock_date", date(2026, 4, 19))
        self.assertState(self.send_invoice(), "done")

    def test_locks_that_do_not_matter(self):
        self.lock("purchase_lock_date")
        self.lock("sale_lock_date")
        self.lock("tax_lock_date")
        self.assertState(self.send_timesheet(), "done")

    def test_period_that_is_opened_only_in_part(self):
        self.lock("fiscalyear_lock_date", date(2026, 5, 31))
        message = self.send_invoice()
        self.lock("fiscalyear_lock_date", date(2026, 4, 30))
        self.drain()
        self.assertWaits(message)

    def test_exception_from_the_lock_date(self):
        self.lock("fiscalyear_lock_date")
        message = self.send_timesheet()
        self.env["account.lock_exception"].create(
            {
                "company_id": self.acme.id,
                "user_id": self.system.user_id.id,
                "fiscalyear_lock_date": date(2026, 3, 31),
            }
        )
        self.drain()
        self.assertState(message, "done")

    def test_period_that_is_closed_for_good(self):
        self.lock("hard_lock_date")
        message = self.send_timesheet()
        self.assertState(message, "exception", "period.closed")
        manager = self._create_user("group_operator", login="controller of books")
        manager.group_ids = [Command.link(self.env.ref("account.group_account_manager").id)]
        message.with_user(manager)._override("Found in the drawer")
        self.drain()
        self.assertState(message, "done")

    def test_other_companies_stay_as_they_are(self):
        self.lock("fiscalyear_lock_date")
        message = self.send_timesheet()
        self.lock("fiscalyear_lock_date", date(2026, 1, 31), company=self.bolt)
        self.assertWaits(message)

    def test_worth_of_what_is_to_be_approved(self):
        group = self.env["res.groups"].create({"name": "Approvers"})
        for name in ("invoice.received", "requisition.submitted", "estimate.awarded"):
            self.env["integration.contract.policy"].create(
                {"type": f"construction.{name}.v1", "approval_group_id": group.id}
            )
        worth = [
            message.amount_at_stake
            for message in (
                self.send_invoice(),
                self.send_requisition(),
                self.send_budget("1200.00", revision=2),
            )
        ]
        self.assertEqual(worth, [80, 500, 1200])

    def test_worth_in_another_currency_is_not_known(self):
        group = self.env["res.groups"].create({"name": "Approvers"})
        self.env["integration.contract.policy"].create(
            {"type": "construction.invoice.received.v1", "approval_group_id": group.id}
        )
        message = self.send_invoice(currency="EUR")
        self.assertState(message, "waiting", "waiting.approval")
        self.assertFalse(message.amount_at_stake)


@tagged("post_install", "-at_install")
class TestSignedMonths(BooksCase):
    """Documents of a month that the company signed off, and refuses costs of."""

    def sign_april(self):
        self.acme.month_end_guard = "refuse"
        closes = self.env["construction.month.end"].sudo()
        closes._ensure(self.acme, date(2026, 4, 30))._set_step("signed")
        return closes._ensure(self.acme, date(2026, 4, 30))

    def send_receipt(self, number="RCV-1", moment="2026-04-14T07:35:00-07:00"):
        data = {
            "receipt_number": number,
            "purchase_order": "REQ-1",
            "received_at": moment,
            "lines": [{"line_id": "1", "quantity": "4", "uom": "CY"}],
        }
        return self.send("goods.received", data)

    def test_a_receipt_waits_for_a_decision(self):
        order = self.order()
        close = self.sign_april()
        message = self.send_receipt()
        self.assertState(message, "exception", "period.signed")
        self.assertIn("signed off", message.reason_text)
        self.assertFalse(order.order_line.qty_received)
        self.assertState(self.send_receipt("RCV-2", "2026-05-01T07:35:00-07:00"), "done")
        close._set_step("reopened")
        message._queue_again(message.ids)
        self.drain()
        self.assertState(message, "done")
        self.assertEqual(order.order_line.qty_received, 8)

    def test_hours_wait_for_a_decision(self):
        self.sign_april()
        self.assertState(self.send_timesheet(), "exception", "period.signed")

    def test_what_the_gate_cannot_see_is_refused_by_the_ledger(self):
        self.send_timesheet()
        self.sign_april()
        # the correction moves hours from the signed month into the open one
        moved = self.timesheet() | {"date": "2026-05-02"}
        self.assertState(self.send("timesheet.approved", moved), "exception", "period.signed")

    def test_a_bill_is_dated_into_the_open_month(self):
        self.sign_april()
        self.assertState(self.send_invoice(), "done")
        bill = self.env["account.move"].search([("ref", "=", "INV-1")])
        self.assertEqual((bill.invoice_date, bill.date), (date(2026, 4, 20), date(2026, 5, 1)))

    def test_what_is_only_listed_comes_in(self):
        self.order()
        self.sign_april()
        self.acme.month_end_guard = "list"
        self.assertState(self.send_receipt(), "done")
        self.assertState(self.send_timesheet(), "done")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .payment_common import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentApplication(PaymentCommon):
    def _summary(self, application):
        names = ("contract", "completed", "held", "earned", "previous", "due", "balance")
        return tuple(application[f"{name}_amount"] for name in names)

    def test_published_line(self):
        order = self._subcontract(15000.0, retention_work_percent=5)
        application = self._application(order)
        application.line_ids.claimed_percent = 80
        line = application.line_ids
        self.assertEqual(
            (line.claimed_work, line.completed, line.held, line.balance), (12000, 12000, 600, 3000)
        )
        self.assertEqual(application.due_amount, 11400)

    def test_published_bands(self):
        order = self._subcontract(
            2000.0,
            10000.0,
            retention_scope="contract",
            retention_tier_ids=[
                (0, 0, {"up_to_percent": 20, "percent": 10}),
                (0, 0, {"up_to_percent": 38, "percent": 15}),
            ],
        )
        application = self._certified(order, 1200.0, 6000.0)
        self.assertEqual(application.line_ids.mapped("held"), [94, 470])

    def test_line_six_is_line_seven_of_the_next(self):
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        first = self._certified(order, 4000.0, {"claimed_stored": 1000.0})
        self.assertEqual(self._summary(first), (15000, 5000, 400, 4600, 0, 4600, 10400))
        second = self._certified(order, 1000.0, {"claimed_work": 500.0, "claimed_moved": 400.0})
        self.assertEqual(second.previous_amount, first.earned_amount)
        self.assertEqual(second.line_ids.mapped("previous_work"), [4000, 0])
        self.assertEqual(second.line_ids.mapped("stored_to_date"), [0, 600])
        self.assertEqual(second.line_ids.mapped("work_to_date"), [5000, 900])
        self.assertEqual((second.number, second.due_amount), (2, 1350))

    def test_less_is_certified_with_a_reason(self):
        order = self._subcontract(10000.0, 5000.0)
        application = self._application(order, 4000.0, 100.0)
        application.action_submit()
        certifier = application.with_user(self.approver).sudo(False)
        line = application.line_ids[0]
        line.certified_work = 3000.0
        with self.assertRaisesRegex(UserError, "Give the reason"):
            certifier.action_certify()
        self.assertFalse(application.has_reasons)
        line.certify_reason = "Anchors are missing"
        self.assertTrue(application.has_reasons)
        certifier.action_certify()
        self.assertEqual((application.state, application.gross_amount), ("certified", 3100))
        self.assertEqual(application.claimed_amount, 4100)

    def test_a_change_of_the_contract_is_a_line_of_the_sheet(self):
        order = self._subcontract(10000.0)
        application = self._application(order, 1000.0)
        self._approved(order, {"basis": "amount", "amount": 2000.0})
        application.action_refresh()
        self.assertEqual(application.line_ids.mapped("scheduled_value"), [10000, 2000])
        self.assertEqual(
            (application.original_amount, application.change_amount, application.contract_amount),
            (10000, 2000, 12000),
        )

    def test_what_is_certified_is_untouchable(self):
        order = self._subcontract(10000.0)
        application = self._certified(order, 1000.0)
        for values in ({"claimed_work": 5.0}, {"certified_work": 5.0}, {"previous_work": 1.0}):
            with self.assertRaises(UserError), self.cr.savepoint():
                application.line_ids.write(values)
        for record in (application.line_ids, application):
            with self.assertRaises(UserError), self.cr.savepoint():
                record.unlink()
        for values in ({"step": "draft"}, {"state": "draft"}, {"period_end": "2026-05-01"}):
            with self.assertRaises(UserError), self.cr.savepoint():
                application.write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            application.with_context(default_step="certified").create(
                {"order_id": order.id, "step": "certified"}
            )

    def test_overbilling_takes_an_allowance(self):
        order = self._subcontract(1000.0)
        application = self._application(order, 1000.01)
        self.assertIn("More than the scheduled value", application.fault_note)
        with self.assertRaisesRegex(UserError, "scheduled value"):
            application.action_submit()
        application.line_ids.may_overbill = True
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    def test_one_open_application_at_a_time(self):
        order = self._subcontract(1000.0)
        self._application(order, 10.0)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self._application(order, 10.0)
            self.env.flush_all()
        self.assertIn("_open_uniq", str(caught.exception))

    def test_the_last_one_may_be_voided(self):
        order = self._subcontract(1000.0)
        first = self._certified(order, 100.0)
        second = self._certified(order, 200.0)
        approver = first.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "Void that one first"):
            approver.action_void("Wrong")
        with self.assertRaises(AccessError):
            second.action_void("Wrong")
        second.with_user(self.approver).action_void("Wrong")
        third = self._application(order, 300.0)
        self.assertEqual((second.state, third.number, third.previous_amount), ("void", 2, 100))

    def test_only_an_approver_certifies_and_not_the_author(self):
        order = self._subcontract(1000.0)
        application = self._application(order, 100.0)
        application.action_submit()
        with self.assertRaises(AccessError):
            application.action_certify()
        self.assertEqual(application.state, "submitted")
        stranger = self._stranger("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            application.with_user(stranger).action_certify()
        self.assertFalse(
            self.env["construction.payment.application"]
            .with_user(stranger)
            .with_context(allowed_company_ids=stranger.company_ids.ids)
            .search([])
        )
        with self.assertRaises(AccessError):
            application.with_user(self.reader).line_ids.write({"claimed_work": 5.0})

    def test_a_person_fills_in_the_claim_and_no_more(self):
        order, other = self._subcontract(1000.0, 500.0), self._subcontract(800.0)
        application = self._application(order, 100.0)
        line = application.line_ids[0]
        for values in (
            {"previous_work": 50.0},
            {"previous_withheld_work": -50.0},
            {"scheduled_value": 5000.0},
            {"certified_work": 90.0},
            {"order_line_id": other.order_line.id},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                line.write(values)
        forged = {"application_id": application.id, "order_line_id": other.order_line.id}
        for values in (forged, {**forged, "scheduled_value": 9000.0}):
            with self.assertRaises(UserError), self.cr.savepoint():
                line.create(values)
        application.action_submit()
        # what was claimed stays beside what is certified
        with self.assertRaises(UserError), self.cr.savepoint():
            line.claimed_work = 90.0
        line.write({"certified_work": 90.0, "certify_reason": "Measured"})
        self.assertEqual(application.gross_amount, 90)

    def test_retention_that_goes_with_it_is_approved_too(self):
        order = self._subcontract(1000.0, retention_work_percent=10)
        self._certified(order, 900.0)
        application = self._application(order, {"claimed_work": 10.0, "released_amount": 91.0})
        self.assertEqual((application.gross_amount, application.due_amount), (10, 100))
        self.assertEqual(application.approval_amount, 100)

    def test_nothing_follows_the_final_one(self):
        order = self._subcontract(1000.0)
        final = self._certified(order, 900.0, is_final=True)
        with self.assertRaisesRegex(UserError, "is the final one"), self.cr.savepoint():
            self._application(order, 100.0)
        final.with_user(self.approver).action_void("Not yet")
        self.assertEqual(self._application(order, 100.0).state, "draft")

    def test_nothing_claimed(self):
        application = self._application(self._subcontract(1000.0))
        with self.assertRaisesRegex(UserError, "claims nothing"):
            application.action_submit()

    def test_a_draft_order_is_not_billed(self):
        order = self._order()
        with self.assertRaisesRegex(UserError, "not in force"):
            self._application(order)


@tagged("post_install", "-at_install")
class TestPaymentApplicationBill(PaymentCommon):
    def test_gross_on_the_job_and_retention_apart(self):
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        application = self._certified(order, 4000.0, 1000.0)
        bill = self._billed(application)
        self.assertEqual((bill.amount_total, bill.state), (4500, "posted"))
        self.assertEqual(application.state, "billed")
        held = bill.line_ids.filtered(lambda line: line.account_id == self.retention)
        self.assertEqual((held.credit, held.analytic_distribution), (500, False))
        buckets = self._buckets()
        self.assertEqual((buckets["invoiced"], buckets["retention_held"]), (5000, 500))
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [0.4, 0.2])
        self.assertSwept()

    def test_a_draft_is_written_at_once(self):
        """However many lines a bill has, they are not written one by one."""
        order = self._subcontract(*[1000.0] * 12, retention_work_percent=10)
        application = self._certified(order, *[100.1] * 12)
        written = []
        lines = self.registry["account.move.line"]
        write = lines.write

        def count(records, vals):
            written.append(records.ids)
            return write(records, vals)

        with patch.object(lines, "write", count):
            application.with_user(self.bookkeeper).action_create_bill()
        bill = application.bill_id
        work = bill.invoice_line_ids.filtered("purchase_line_id").ids
        self.assertFalse([ids for ids in written if len(ids) == 1 and ids[0] in work])
        self.assertEqual(bill.invoice_line_ids.mapped("balance"), [100.1] * 12 + [-120.12])
        self.assertEqual((bill.amount_untaxed, bill.amount_total), (1081.08, 1081.08))

    def test_release_with_the_final_application(self):
        order = self._subcontract(10000.0, retention_work_percent=10)
        self._billed(self._certified(order, 9000.0))
        final = self._certified(
            order, {"claimed_work": 1000.0, "released_amount": 1000.0}, is_final=True
        )
        bill = self._billed(final)
        self.assertEqual((final.due_amount, bill.amount_total), (1900, 1900))
        self.assertEqual((final.held_amount, final.balance_amount), (0, 0))
        self.assertNotIn("retention_held", self._buckets())
        balance = sum(
            self.env["account.move.line"]
            .search([("account_id", "=", self.retention.id), ("parent_state", "=", "posted")])
            .mapped("balance")
        )
        self.assertEqual(balance, 0)
        self.assertSwept()

    def test_a_bill_that_is_cancelled_holds_nothing(self):
        order = self._subcontract(10000.0, retention_work_percent=10)
        application = self._certified(order, 1000.0)
        bill = self._billed(application)
        with self.assertRaisesRegex(UserError, "Cancel or reverse the bill first"):
            application.with_user(self.approver).action_void("Wrong")
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(application.state, "certified")
        self.assertNotIn("retention_held", self._buckets())
        application.with_user(self.approver).action_void("Wrong")
        self.assertSwept()

    def test_billed_once(self):
        order = self._subcontract(10000.0)
        application = self._application(order, 1000.0)
        with self.assertRaisesRegex(UserError, "cannot be billed"):
            application.with_user(self.bookkeeper).action_create_bill()
        application.action_submit()
        application.with_user(self.approver).action_certify()
        self._billed(application)
        with self.assertRaisesRegex(UserError, "cannot be billed"):
            application.with_user(self.bookkeeper).action_create_bill()

    def test_without_a_retention_account(self):
        self.company.retention_payable_account_id = False
        order = self._subcontract(10000.0, retention_work_percent=10)
        application = self._certified(order, 1000.0)
        with self.assertRaisesRegex(UserError, "no account for retention"):
            application.with_user(self.bookkeeper).action_create_bill()

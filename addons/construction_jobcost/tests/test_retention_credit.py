# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .retention_common import RetentionCommon


@tagged("post_install", "-at_install")
class TestRetentionCredit(RetentionCommon):
    """Credit notes for a part of a bill: ledger, contract and accounts agree to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.approval_entries = False
        case = cls("test_a_part_with_its_retention")
        cls.order = case._subcontract(10000.0, 5000.0, retention_work_percent=10)
        cls.application = case._certified(cls.order, 10000.0, 2000.0)
        cls.bill = case._billed(cls.application)

    def _held(self):
        return [float(one.held) for one in self.order._get_payment_standings().values()]

    def _assert_agrees(self, as_of="2026-12-31"):
        """The ledger, the contract, the accounts, their reconciliation and the ageing say one."""
        held = self._retention(as_of)[0]
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("company_id", "=", self.company.id)]
        rows = self.env["construction.retention.reconciliation"].with_context(as_of=as_of)
        rows = rows.search(domain)
        self.assertEqual(set(rows.mapped("category")) - {"agreed"}, set())
        self.assertEqual(round(sum(rows.mapped("books_amount")), 2), held)
        ageing = self.env["construction.retention.ageing"].with_context(as_of=as_of)
        self.assertEqual(round(sum(ageing.search(domain).mapped("amount")), 2), held)
        return held

    def test_a_part_with_its_retention(self):
        note = self._credit(self.bill, 1000.0, 500.0, held=150.0)
        self.assertEqual((note.amount_total, self.application.state), (1350, "billed"))
        self.assertEqual(self._held(), [900, 150])
        for day, held in (("2026-05-19", 1200), ("2026-05-20", 1050)):
            self.assertEqual(self._assert_agrees(day), held)
        buckets = self._buckets()
        # certified stays; what was credited is certified and not billed
        self.assertEqual((buckets["invoiced"], buckets["accrued"]), (10500, 1500))
        self.assertEqual(self.application.held_amount, 1200)
        self.assertEqual(self.order.commitment_retained, 1050)
        self.assertSwept()

    def test_the_next_application_starts_from_it(self):
        self._credit(self.bill, 1000.0, 500.0, held=150.0)
        following = self._certified(self.order, 0.0, 1000.0, period_end="2026-06-30")
        # line 7 is line 6 before and what is held no more; due is the new work less its tenth
        self.assertEqual(
            (self.application.earned_amount, following.previous_amount), (10800, 10950)
        )
        self.assertEqual((following.held_amount, following.due_amount), (1150, 900))
        self._billed(following)
        self.assertEqual(self._assert_agrees(), 1150)
        self._billed(self._approved_release(self.order))
        self.assertEqual(self._retention(), (0, 1150, 0))
        self.assertEqual(self._held(), [0, 0])
        self.assertSwept()

    def test_without_a_line_of_retention_it_stays(self):
        self._credit(self.bill, 1000.0)
        self.assertEqual(self._held(), [1000, 200])
        self.assertEqual(self._assert_agrees(), 1200)
        self.assertEqual(self._buckets()["accrued"], 1000)

    def test_all_that_is_paid_but_not_the_retention(self):
        # the vendor takes back 10,800 of work: nothing is left to pay, 1,200 are held
        self._credit(self.bill, 8800.0, 2000.0)
        self.assertEqual((self.bill.payment_state, self.application.state), ("reversed", "paid"))
        self.assertEqual(self._assert_agrees(), 1200)
        with self.assertRaisesRegex(UserError, "cannot be billed"):
            self.application.with_user(self.bookkeeper).action_create_bill()

    def test_two_parts_are_the_whole(self):
        self._credit(self.bill, 4000.0, 0.0, held=400.0)
        self.assertEqual(self._assert_agrees(), 800)
        self._credit(self.bill, 6000.0, 2000.0, held=800.0, day="2026-06-20")
        self.assertEqual(self.application.state, "certified")
        for day, held in (("2026-03-31", 1200), ("2026-05-20", 800), ("2026-06-20", 0)):
            self.assertEqual(self._assert_agrees(day), held, day)
        # nothing of it is billed: what the certificate withholds is withheld by its next bill
        self.assertEqual(self._held(), [1000, 200])
        self._billed(self.application)
        self.assertEqual(self._retention(), (1200, 0, 0))
        self.assertSwept()

    def test_undone_by_the_draft(self):
        note = self._credit(self.bill, 1000.0, held=100.0)
        self.assertEqual(self._held(), [900, 200])
        note.button_draft()
        self.assertEqual(self._held(), [1000, 200])
        self.assertEqual(self._assert_agrees(), 1200)
        self.assertSwept()

    def test_no_more_than_is_held(self):
        with self.assertRaisesRegex(UserError, "more retention than"):
            self._credit(self.bill, 10000.0, 2000.0, held=1200.01)
        self._approved_release(self.order, amount=900)
        # 250 and 50 are held on the items
        with self.assertRaisesRegex(UserError, "released since"), self.cr.savepoint():
            self._credit(self.bill, 3000.0, held=300.0)
        self.assertEqual(self._held(), [250, 50])
        self._credit(self.bill, 2500.0, held=250.0)
        self.assertEqual(self._held(), [0, 50])

    def test_a_part_of_a_release_is_held_again(self):
        release = self._approved_release(self.order, amount=600)
        bill = self._billed(release)
        self._credit(bill, held=-150.0)
        self.assertEqual(self._retention(), (750, 450, 0))
        self.assertEqual(self._assert_agrees(), 750)
        self.assertEqual(sum(self._held()), 750)
        self._pay(bill, 225.0, day="2026-06-10")
        # half of what is left to pay
        self.assertEqual(self._retention(), (750, 450, 225))
        # all that is held again can be released again; then the credit note stays
        self._approved_release(self.order)
        note = bill.reversal_move_ids
        with self.assertRaisesRegex(UserError, "released since"):
            note.button_draft()
        self.assertSwept()

    def test_a_line_that_was_typed_in(self):
        note = self._draft_note(self.bill)
        note.invoice_line_ids.filtered("retention_order_id").unlink()
        note.invoice_line_ids[1:].unlink()
        note.invoice_line_ids.price_unit = 1000.0
        note.write(
            {
                "invoice_line_ids": [
                    (0, 0, {"name": "Less", "account_id": self.retention.id, "price_unit": -80.0})
                ]
            }
        )
        note.invoice_line_ids[1:].tax_ids = False
        self._post_note(self.bill, note)
        self.assertEqual(self._held(), [920, 200])
        self.assertEqual(self._assert_agrees(), 1120)

    def test_the_statement_names_it(self):
        note = self._credit(self.bill, 1000.0, held=100.0)
        steps = self.order._get_retention_statement()
        self.assertEqual(
            [(step.name, float(step.withheld), float(step.held)) for step in steps],
            [(self.application.name, 1200, 1200), (note.name, -100, 1100)],
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, tagged

from ..core.match_exception import ACCEPTED, OPEN, Excess, Known, Spot, settle, uncovered
from ..core.receipt import ReceiptLine
from .close_common import CloseCommon
from .procurement_common import JOB_COST

EXCESSES = st.builds(Excess, st.integers(0, 9).map(Decimal), st.integers(10, 20).map(Decimal))
SPOTS = st.builds(Spot, st.sampled_from(["price", "quantity"]), st.integers(1, 2), st.just(0))
FOUND = st.dictionaries(SPOTS, EXCESSES, max_size=4)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestMatchExceptionSettlement(BaseCase):
    @QUIET
    @given(FOUND, FOUND)
    def test_settled_findings_leave_nothing_to_do(self, found, before):
        known = [Known(i, spot, OPEN, excess) for i, (spot, excess) in enumerate(before.items())]
        todo = settle(found, known)
        left = [
            Known(item.id, item.spot, OPEN, todo.changed.get(item.id, item.excess))
            for item in known
            if item.id not in todo.gone
        ]
        left += [Known(-i, spot, OPEN, excess) for i, (spot, excess) in enumerate(todo.new.items())]
        self.assertEqual({item.spot: item.excess for item in left}, found)
        again = settle(found, left)
        self.assertFalse(again.new or again.changed or again.gone)

    @QUIET
    @given(FOUND)
    def test_what_was_accepted_covers_no_more(self, found):
        known = [Known(i, spot, ACCEPTED, excess) for i, (spot, excess) in enumerate(found.items())]
        self.assertFalse(uncovered(found, known))
        worse = {spot: Excess(excess.expected, excess.actual + 1) for spot, excess in found.items()}
        self.assertEqual(uncovered(worse, known), worse)


@tagged("post_install", "-at_install")
class TestMatchException(CloseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.user_id = cls.manager
        cls.chief_buyer = cls._person("cl_buyer", JOB_COST + "buyer", cls.company)

    def _exceptions(self, bill, **filters):
        self.env.flush_all()
        domain = [("move_id", "=", bill.id)]
        domain += [(name, "=", value) for name, value in filters.items()]
        return self.env["construction.match.exception"].search(domain)

    def _ordered(self, received=10):
        order = self._confirmed_order()
        self.env["purchase.order"]._receive([ReceiptLine(order.order_line.id, received)], "R")
        return order.order_line

    def test_a_price_goes_to_the_buyer_and_a_quantity_to_the_job(self):
        line = self._ordered(4)
        bill = self._bill((line, 10, 101.0))
        found = {record.kind: record for record in self._exceptions(bill)}
        self.assertEqual(set(found), {"price", "quantity", "total"})
        self.assertEqual(found["price"].user_id, self.buyer)
        self.assertEqual(found["quantity"].user_id, self.manager)
        self.assertEqual(
            {kind: record.amount for kind, record in found.items()},
            {"price": 10, "quantity": 600, "total": 10},
        )
        self.assertEqual(found["quantity"].activity_ids.user_id, self.manager)
        self.assertEqual(found["quantity"].state, "open")

    def test_a_receipt_after_the_bill_settles_the_quantity(self):
        line = self._ordered(4)
        bill = self._bill((line, 10, 100.0))
        record = self._exceptions(bill)
        self.assertEqual((record.kind, record.state), ("quantity", "open"))
        self._receive((line, 2, None))
        self.assertEqual((self._exceptions(bill).state, record.expected), ("open", 6))
        self._receive((line, 4, None))
        self.assertEqual(self._exceptions(bill).state, "corrected")
        self.assertFalse(record.activity_ids)
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")

    def test_a_corrected_bill_has_no_exception_left(self):
        bill = self._bill((self._ordered(), 10, 101.0))
        self.assertEqual(set(self._exceptions(bill).mapped("state")), {"open"})
        bill.invoice_line_ids.price_unit = 100.0
        self.assertEqual(set(self._exceptions(bill).mapped("state")), {"corrected"})

    def test_nothing_is_posted_while_an_exception_is_open(self):
        bill = self._bill((self._ordered(), 10, 101.0))
        with self.assertRaisesRegex(UserError, "does not match"):
            bill.with_user(self.approver).action_approve_bill()
        self._exceptions(bill).with_user(self.chief_buyer).action_accept("Price rise agreed")
        self.assertEqual(bill.match_state, "accepted")
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")
        record = self._exceptions(bill, kind="price")
        self.assertEqual(
            (record.state, record.reason, record.decided_by_id),
            ("accepted", "Price rise agreed", self.chief_buyer),
        )

    def test_an_approval_made_before_does_not_let_it_pass(self):
        bill = self._bill((self._ordered(), 10, 100.0))
        bill._record_approval(5000, self.vendor.id, frozenset(self.job.ids))
        bill.invoice_line_ids.price_unit = 101.0
        with self.assertRaisesRegex(UserError, "does not match"):
            bill.action_post()

    def test_the_reason_of_the_approver_accepts_what_is_left(self):
        bill = self._bill((self._ordered(), 10, 101.0))
        bill.with_user(self.approver).action_approve_bill("Agreed by phone")
        self.assertEqual(
            {(r.state, r.reason, r.decided_by_id) for r in self._exceptions(bill)},
            {("accepted", "Agreed by phone", self.approver)},
        )

    def test_only_who_answers_for_it_accepts(self):
        bill = self._bill((self._ordered(4), 10, 101.0))
        price = self._exceptions(bill, kind="price")
        quantity = self._exceptions(bill, kind="quantity")
        for record, person in (
            (price, self.manager),
            (price, self.controller),
            (price, self.bookkeeper),
            (quantity, self.chief_buyer),
            (quantity, self.finance),
        ):
            with self.assertRaises(AccessError):
                record.with_user(person).action_accept("Fine")
            with self.assertRaises(AccessError):
                record.with_user(person).write({"state": "accepted"})
        with self.assertRaises(UserError):
            price.with_user(self.buyer).action_accept("  ")
        price.with_user(self.buyer).action_accept("Agreed")
        quantity.with_user(self.manager).action_accept("On its way")
        self.assertEqual({price.state, quantity.state}, {"accepted"})
        with self.assertRaises(UserError):
            price.with_user(self.buyer).action_accept("Again")

    def test_more_than_was_accepted_opens_again(self):
        bill = self._bill((self._ordered(4), 10, 100.0))
        self._exceptions(bill).with_user(self.manager).action_accept("On its way")
        bill.invoice_line_ids.quantity = 9
        self.assertFalse(self._exceptions(bill, state="open"))
        bill.invoice_line_ids.quantity = 10.5
        self.assertEqual(
            set(self._exceptions(bill, state="open").mapped("kind")), {"quantity", "over_order"}
        )

    def test_the_accept_button_asks_for_the_reason(self):
        bill = self._bill((self._ordered(4), 10, 100.0))
        record = self._exceptions(bill).with_user(self.manager)
        context = record.action_ask_accept()["context"]
        wizard = self.env["construction.approval.wizard"].with_user(self.manager)
        wizard.with_context(**context).create({"reason": "On its way"}).action_confirm()
        self.assertEqual((record.state, record.reason), ("accepted", "On its way"))

    # Bills without an order -------------------------------------------------------------------

    def test_a_bill_without_order_waits_for_its_coding(self):
        none = self.env["purchase.order.line"]
        bill = self._bill((none, 1, 80.0), (none, 1, 20.0))
        found = self._exceptions(bill)
        self.assertEqual(found.mapped("kind"), ["coding", "coding"])
        self.assertEqual(sorted(found.mapped("amount")), [20, 80])
        bill.invoice_line_ids[0].analytic_distribution = self._coding()
        states = sorted(self._exceptions(bill).mapped("state"))
        self.assertEqual(states, ["corrected", "open"])
        bill.with_user(self.approver).action_approve_bill()
        states = sorted(self._exceptions(bill).mapped("state"))
        self.assertEqual(states, ["accepted", "corrected"])

    def test_other_jobs_and_companies_stay_hidden(self):
        bill = self._bill((self._ordered(4), 10, 100.0))
        record = self._exceptions(bill)
        outsider = self._person("cl_outsider", JOB_COST + "project_manager", self.company)
        self.job.job_team_ids -= outsider
        exceptions = self.env["construction.match.exception"]
        self.assertFalse(exceptions.with_user(outsider).search([("id", "=", record.id)]))
        with self.assertRaises(AccessError):
            record.with_user(outsider).action_accept("Mine")
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self._person("cl_stranger", JOB_COST + "finance", company)
        strangers = exceptions.with_user(stranger).with_context(allowed_company_ids=company.ids)
        self.assertFalse(strangers.search([]))
        with self.assertRaises(AccessError):
            strangers.browse(record.id).action_accept("Mine")

    # Vendor classes ---------------------------------------------------------------------------

    def test_the_class_of_the_vendor_decides_the_tolerance(self):
        bill = self._bill((self._ordered(), 10, 101.0))
        self.assertEqual(bill.match_state, "exception")
        loose = self.env["construction.match.class"].create(
            {
                "name": "Framework vendors",
                "company_id": self.company.id,
                "match_price_percent": 2.0,
                "match_total_percent": 2.0,
            }
        )
        self.vendor.with_company(self.company).match_class_id = loose
        self.env.invalidate_all()
        self.assertEqual(bill.match_state, "matched")
        loose.match_price_percent = 0.5
        self.env.invalidate_all()
        self.assertEqual(bill.match_state, "exception")

    def test_a_wider_tolerance_settles_open_exceptions(self):
        bill = self._bill((self._ordered(), 10, 101.0))
        self.assertEqual(set(self._exceptions(bill).mapped("state")), {"open"})
        self.company.write({"match_price_percent": 2.0, "match_total_percent": 2.0})
        self.assertEqual(set(self._exceptions(bill).mapped("state")), {"corrected"})

    # The coding of bill lines -----------------------------------------------------------------

    def test_every_way_to_a_bill_brings_the_coding_of_the_order(self):
        line, other = self._ordered(), self._ordered()
        self.env.flush_all()
        made = line.order_id.sudo().action_create_invoice()
        bills = self.env["account.move"].browse(made["res_id"])
        clerk = self._person(
            "cl_clerk",
            f"account.group_account_invoice,purchase.group_purchase_user,{JOB_COST}job_cost_user",
            self.company,
        )
        bill = self.env["account.move"].with_user(clerk)
        form = Form(bill.with_context(default_move_type="in_invoice"))
        form.partner_id = self.vendor
        form.purchase_vendor_bill_id = self.env["purchase.bill.union"].browse(-other.order_id.id)
        bills |= form.save()
        later = self._bill((self.env["purchase.order.line"], 1, 100.0))
        later.invoice_line_ids.purchase_line_id = line
        bills |= later
        bills |= bill.create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "journal_id": self.purchases.id,
                "invoice_line_ids": [Command.create({"purchase_line_id": line.id, "quantity": 1})],
            }
        )
        self.assertEqual(len(bills), 4)
        for found in bills:
            self.assertEqual(
                [item.analytic_distribution for item in found.invoice_line_ids],
                [line.analytic_distribution],
            )

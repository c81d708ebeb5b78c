# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.commitment import (
    NOTHING,
    LineTerms,
    Progress,
    amount_to_approve,
    progress_state,
    releasable,
)
from ..core.over_receipt import OverReceiptRule
from ..core.sov import read_number, read_rows, read_text

CENT = Decimal("0.01")
cents = st.integers(-(10**9), 10**9).map(lambda n: n * CENT)
quantities = st.integers(0, 10**6).map(lambda n: n * CENT)


@tagged("post_install", "-at_install")
class TestCommitmentCore(BaseCase):
    @given(quantities, cents, st.lists(st.tuples(st.sampled_from(["quantity", "price"]), cents)))
    def test_changes_sum_up_to_the_difference(self, quantity, price, steps):
        terms = first = LineTerms(quantity, price)
        total = Decimal(0)
        for basis, value in steps:
            after = terms.changed(basis, value, value, value)
            total += after.amount(CENT) - terms.amount(CENT)
            terms = after
        self.assertEqual(first.amount(CENT) + total, terms.amount(CENT))

    @given(cents, cents)
    def test_an_amount_goes_on_one_unit_to_the_cent(self, price, amount):
        before = LineTerms(Decimal(1), price)
        after = before.changed("amount", Decimal(0), Decimal(0), amount)
        self.assertEqual(after.amount(CENT) - before.amount(CENT), amount)
        with self.assertRaises(ValueError):
            LineTerms(Decimal(2), price).changed("amount", Decimal(0), Decimal(0), amount)
        self.assertEqual(NOTHING.amount(CENT), 0)

    @given(st.lists(cents))
    def test_what_is_approved_covers_each_direction(self, amounts):
        asked = amount_to_approve(amounts)
        self.assertGreaterEqual(asked, abs(sum(amounts, Decimal(0))))
        self.assertEqual(asked, amount_to_approve(-amount for amount in amounts))

    @given(cents, cents, cents)
    def test_release_leaves_what_is_used(self, committed, accepted, invoiced):
        released = releasable(committed, accepted, invoiced)
        sign = -1 if committed < 0 else 1
        used = max(sign * accepted, sign * invoiced)
        self.assertEqual(sign * (committed - released), min(sign * committed, used))
        self.assertGreaterEqual(sign * released, 0)

    def test_progress(self):
        def state(*lines):
            return progress_state(Progress(*map(Decimal, line)) for line in lines)

        self.assertEqual(state(), "approved")
        self.assertEqual(state((10, 0, 0), (0, 0, 0)), "approved")
        self.assertEqual(state((10, 4, 0)), "partly_received")
        self.assertEqual(state((10, 10, 4), (1, 0, 1)), "received")
        self.assertEqual(state((10, 10, 10), (-1, 0, -1)), "complete")
        self.assertEqual(state((10, 12, 12), (5, 0, 0)), "partly_received")

    def test_over_receipt(self):
        rule = OverReceiptRule("ask", percent=Decimal(10), amount=Decimal(50))
        ten, price = Decimal(10), Decimal(100)
        self.assertEqual(rule.judge(ten, Decimal("10.5"), price), "")
        self.assertEqual(rule.judge(ten, Decimal("10.6"), price), "ask")
        self.assertEqual(rule.judge(ten, Decimal(12), price, accepted=Decimal(12)), "")
        self.assertEqual(rule.judge(ten, Decimal(13), price, accepted=Decimal(12)), "ask")
        self.assertEqual(rule.judge(-ten, Decimal(-11), price), "ask")
        refuse = OverReceiptRule("refuse")
        self.assertEqual(refuse.judge(ten, Decimal(12), price, accepted=Decimal(12)), "refuse")
        self.assertEqual(refuse.judge(ten, Decimal(9), price), "")
        self.assertEqual(OverReceiptRule("allow").judge(ten, Decimal(99), price), "")

    def test_numbers_as_people_write_them(self):
        for text, number in (
            ("1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1,234", "1234"),
            ("12,5", "12.5"),
            ("$ 1 234.5", "1234.5"),
            ("(5.00)", "-5.00"),
            ("-5", "-5"),
            ("0.125", "0.125"),
        ):
            self.assertEqual(read_number(text), Decimal(number), text)
        self.assertIsNone(read_number(" "))
        with self.assertRaises(ValueError):
            read_number("five")

    @given(cents)
    def test_numbers_come_back(self, number):
        self.assertEqual(read_number(f"{number:,.2f}"), number)

    def test_a_table_with_and_without_heading(self):
        rows = read_text("1\tFootings\t0031\tSUB\t1,000.00\n\n\tSteel\n2\tColumns\t05-200\t\t5")
        self.assertEqual([row.code for row in rows], ["0031", "", "05-200"])
        self.assertEqual([row.is_section for row in rows], [False, True, False])
        self.assertEqual([row.number for row in rows], [1, 3, 4])
        named = read_rows(
            [("Cost Code", "Qty", "Description", "Unit Price"), ("0031", 10.0, "Piles", 2.5)]
        )
        self.assertEqual((named[0].quantity, named[0].price), (Decimal(10), Decimal("2.5")))
        with self.assertRaisesRegex(ValueError, "1: much"):
            read_text("1\tFootings\t0031\tSUB\tmuch")

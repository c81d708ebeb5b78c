# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..core.matching import BillLineFacts, OrderLineFacts, Tolerance, Tolerances, match
from ..core.receipt import ReceiptLine
from .procurement_common import ProcurementCommon

D = Decimal
STRICT = Tolerances()
ORDER = OrderLineFacts(1, "P1 / 1", D(100), D(10), D(1000), D(10), D(0), D(0), False, True)
POSITIVE = st.decimals("0.01", 10000, places=2)
# a busy machine draws slowly; that says nothing about the code
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def claim(quantity, price, ref="a", order_line_id=1):
    quantity, price = D(quantity), D(price)
    return BillLineFacts(ref, order_line_id, quantity, price, quantity * price)


def codes(lines, order=ORDER, tolerances=STRICT):
    return sorted(finding.code for finding in match(lines, {order.id: order}, tolerances))


@tagged("post_install", "-at_install")
class TestMatchArithmetic(BaseCase):
    def test_exact_bill_matches(self):
        self.assertEqual(codes([claim(10, 100)]), [])

    def test_price(self):
        self.assertEqual(codes([claim(10, "100.01")]), ["price", "total"])

    def test_more_than_accepted(self):
        self.assertEqual(
            codes([claim(5, 100)], replace(ORDER, accepted_quantity=D(4))), ["quantity"]
        )

    def test_two_way_needs_no_receipt(self):
        order = replace(ORDER, accepted_quantity=D(0), needs_receipt=False)
        self.assertEqual(codes([claim(10, 100)], order), [])

    def test_more_than_ordered_although_accepted(self):
        order = replace(ORDER, accepted_quantity=D(12))
        self.assertEqual(codes([claim(11, 100)], order), ["over_order"])

    def test_earlier_bills_count(self):
        order = replace(ORDER, invoiced_quantity=D(6))
        self.assertEqual(codes([claim(5, 100)], order), ["over_order", "quantity"])

    def test_lines_of_one_bill_add_up(self):
        self.assertEqual(codes([claim(6, 100), claim(5, 100, "b")]), ["over_order", "quantity"])

    def test_amount_that_is_not_quantity_times_price(self):
        self.assertEqual(codes([replace(claim(5, 100), amount=D(600))]), ["total"])

    def test_amount_basis_ignores_units(self):
        order = replace(ORDER, by_amount=True, invoiced_amount=D(400), accepted_quantity=D(0))
        self.assertEqual(codes([claim(1, 600)], order), [])
        self.assertEqual(codes([claim(1, "600.01")], order), ["over_order"])

    def test_tighter_tolerance_counts(self):
        both = Tolerances(price=Tolerance(D(5), D(1)), total=Tolerance(D(5)))
        self.assertEqual(codes([claim(10, 101)], tolerances=both), [])
        self.assertEqual(codes([claim(10, "101.01")], tolerances=both), ["price"])

    def test_total_tolerance_caps_small_overruns(self):
        loose = Tolerances(price=Tolerance(D(10)), total=Tolerance(amount=D(50)))
        self.assertEqual(codes([claim(10, 105)], tolerances=loose), [])
        self.assertEqual(codes([claim(10, 106)], tolerances=loose), ["total"])

    def test_deduction_in_parts_but_never_a_charge(self):
        order = replace(ORDER, quantity=D(-1), amount=D(-100), needs_receipt=False)
        self.assertEqual(codes([claim("-0.5", 100)], order), [])
        self.assertEqual(codes([claim(1, 100)], order), ["over_order"])

    def test_double_negative_is_no_credit(self):
        self.assertEqual(codes([claim(-5, -100)]), ["total"])

    def test_credit_passes_whatever_was_claimed_before(self):
        order = replace(ORDER, accepted_quantity=D(0), invoiced_quantity=D(8))
        self.assertEqual(codes([claim(1, 100)], order), ["quantity"])
        self.assertEqual(codes([claim(-2, 100)], order), [])
        self.assertEqual(codes([claim(-2, 100), claim(3, 100, "2")], order), ["quantity"])

    def test_lines_without_order_are_not_judged(self):
        self.assertEqual(codes([claim(10, 9999, order_line_id=7)]), [])

    @QUIET
    @given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
    def test_never_passes_more_than_ordered(self, quantity, price, ordered, order_price):
        order = replace(
            ORDER,
            price_unit=order_price,
            quantity=ordered,
            accepted_quantity=ordered,
            amount=ordered * order_price,
        )
        line = claim(quantity, price)
        fits = quantity <= ordered and price <= order_price
        self.assertEqual(not codes([line], order), fits)

    @QUIET
    @given(POSITIVE, st.lists(POSITIVE, min_size=1, max_size=5))
    def test_splitting_a_bill_changes_nothing(self, ordered, parts):
        order = replace(
            ORDER, quantity=ordered, accepted_quantity=ordered, amount=ordered * ORDER.price_unit
        )
        whole = codes([claim(sum(parts), 100)], order)
        split = codes([claim(part, 100, str(i)) for i, part in enumerate(parts)], order)
        self.assertEqual(split, whole)


@tagged("post_install", "-at_install")
class TestBillMatching(ProcurementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

    def _received_order(self, received=10):
        order = self._confirmed_order()
        receipts = [ReceiptLine(order.order_line.id, received)]
        self.env["purchase.order"]._receive(receipts, "R")
        return order

    def test_matched_bill_is_posted_without_reason(self):
        bill = self._bill((self._received_order().order_line, 10, 100.0))
        self.assertEqual((bill.match_state, bill.match_note), ("matched", ""))
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")

    def test_exception_needs_a_reason_that_is_kept(self):
        bill = self._bill((self._received_order(4).order_line, 10, 100.0))
        self.assertEqual(bill.match_state, "exception")
        self.assertIn("only 4.00 received", bill.match_note)
        with self.assertRaises(UserError):
            bill.with_user(self.approver).action_approve_bill()
        bill.with_user(self.approver).action_approve_bill("Rest arrives tomorrow")
        self.assertEqual(bill._get_approvals().reason, "Rest arrives tomorrow")
        self.assertEqual(bill.state, "posted")

    def test_bookkeeper_cannot_approve_an_exception(self):
        bill = self._bill((self._received_order(4).order_line, 10, 100.0))
        with self.assertRaises(AccessError):
            bill.action_approve_bill("please")

    def test_second_bill_for_the_same_goods(self):
        line = self._received_order().order_line
        first, second = self._bill((line, 10, 100.0)), self._bill((line, 10, 100.0))
        self.assertEqual(first.match_state, "matched")
        self.assertEqual(second.match_state, "exception")

    def test_tolerance_of_the_company(self):
        line = self._received_order().order_line
        bill = self._bill((line, 10, 101.0))
        self.assertEqual(bill.match_state, "exception")
        self.company.write({"match_price_percent": 2.0, "match_total_percent": 2.0})
        self.assertEqual(bill.match_state, "matched")

    def test_amount_basis_draws_by_money(self):
        order = self._confirmed_order(
            (
                self.subcontract.product_id,
                1,
                5000.0,
                {"analytic_distribution": self._coding(cost_type=self.subcontract)},
            )
        )
        line = order.order_line
        first = self._bill((line, 1, 2000.0))
        first.with_user(self.approver).action_approve_bill()
        self.assertAlmostEqual(line.qty_invoiced, 0.4)
        self.assertEqual(self._bill((line, 1, 3000.0)).match_state, "matched")
        self.assertEqual(self._bill((line, 1, 3000.01)).match_state, "exception")

    def test_bill_without_order_is_not_judged(self):
        bill = self._bill((self.env["purchase.order.line"], 1, 10.0))
        self.assertEqual(bill.match_state, "not_applicable")

    def test_facts_before_a_bill_exists(self):
        line = self._received_order(4).order_line
        lines = self.env["purchase.order.line"]
        findings = lines._match_bill_lines([claim(5, 100, "ext-1", line.id)])
        self.assertEqual([(f.code, f.ref) for f in findings], [("quantity", "ext-1")])
        self.assertEqual(lines._match_bill_lines([claim(4, 100, "ext-1", line.id)]), [])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.allocation import allocate
from ..core.availability import judge, pooled
from ..core.cost_report import BUCKETS, COLUMN_NAMES, columns
from ..core.keys import CostKey
from ..core.projection import Projected, diff, rounded, summed

CENT = Decimal("0.01")
cents = st.integers(-(10**12), 10**12).map(lambda n: n * CENT)
keys = st.builds(CostKey, *(st.integers(1, 2),) * 3, st.integers(0, 1))
projected = st.builds(
    Projected,
    st.sampled_from(BUCKETS),
    keys,
    st.sampled_from([date(2026, 1, 1), date(2026, 1, 2)]),
    cents,
    cents,
    st.integers(0, 1),
)
bucket_sums = st.dictionaries(st.sampled_from(BUCKETS), cents)


def totals(items):
    """Sums by place, without the places that sum to nothing."""
    return {
        place: (item.amount, item.quantity)
        for place, item in summed(items).items()
        if item.amount or item.quantity
    }


@tagged("post_install", "-at_install")
class TestAllocation(BaseCase):
    @given(cents, st.lists(st.integers(0, 10**6).map(Decimal), min_size=1).filter(any))
    def test_parts_sum_exactly(self, amount, weights):
        parts = allocate(amount, weights, CENT)
        self.assertEqual(sum(parts), amount)
        self.assertEqual(len(parts), len(weights))

    @given(cents, st.lists(st.integers(1, 10**6).map(Decimal), min_size=1))
    def test_parts_are_within_a_cent(self, amount, weights):
        for part, weight in zip(allocate(amount, weights, CENT), weights, strict=True):
            self.assertLess(abs(part - amount * weight / sum(weights)), CENT + Decimal("1e-9"))

    @given(cents, st.lists(st.integers(1, 100).map(Decimal), min_size=1))
    def test_credit_splits_like_its_debit(self, amount, weights):
        debit, credit = allocate(amount, weights, CENT), allocate(-amount, weights, CENT)
        self.assertEqual([-part for part in debit], credit)

    def test_thirds(self):
        parts = allocate(Decimal(100), [Decimal("33.33")] * 3, CENT)
        self.assertEqual(parts, [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")])

    def test_amount_is_rounded_to_the_currency(self):
        self.assertEqual(allocate(Decimal("0.006"), [Decimal(1)], CENT), [CENT])
        self.assertEqual(allocate(Decimal("12"), [Decimal(1)], Decimal(5)), [Decimal(10)])

    def test_refuses_weights_that_say_nothing(self):
        for weights in ([], [Decimal(0)], [Decimal(2), Decimal(-1)]):
            with self.assertRaises(ValueError):
                allocate(Decimal(1), weights, CENT)


@tagged("post_install", "-at_install")
class TestProjection(BaseCase):
    @given(st.lists(projected), st.lists(projected))
    def test_held_and_difference_make_the_desired(self, desired, held):
        appended = diff(desired, held)
        self.assertEqual(totals(held + appended), totals(desired))

    @given(st.lists(projected), st.lists(projected))
    def test_second_projection_appends_nothing(self, desired, held):
        self.assertEqual(diff(desired, held + diff(desired, held)), [])

    @given(st.lists(projected))
    def test_nothing_desired_takes_everything_back(self, held):
        self.assertEqual(totals(held + diff([], held)), {})

    def test_new_date_moves_the_amount(self):
        key = CostKey(1, 2, 3)
        old = Projected("direct_cost", key, date(2026, 1, 1), Decimal(10), Decimal(2), 7)
        new = Projected("direct_cost", key, date(2026, 1, 5), Decimal(10), Decimal(2), 7)
        self.assertEqual(
            diff([new], [old]),
            [Projected("direct_cost", key, old.date, Decimal(-10), Decimal(-2), 7), new],
        )

    def test_rounding_cuts_binary_dust(self):
        dusty = Projected(
            "accrued",
            CostKey(1, 2, 3),
            date(2026, 1, 1),
            Decimal("10.004999"),
            Decimal("1.00000049"),
        )
        clean = rounded(dusty, CENT)
        self.assertEqual((clean.amount, clean.quantity), (Decimal("10.00"), Decimal("1.000000")))


@tagged("post_install", "-at_install")
class TestColumns(BaseCase):
    @given(bucket_sums)
    def test_derived_columns_hold_their_identities(self, buckets):
        row = columns(buckets)
        self.assertEqual(
            row["estimate_at_completion"], row["projected_cost"] + row["forecast_to_complete"]
        )
        self.assertEqual(row["over_under"], row["projected_budget"] - row["estimate_at_completion"])
        self.assertEqual(
            row["available"],
            row["revised_budget"]
            - row["committed"]
            - row["direct_cost"]
            - row["pending_commitments"],
        )
        self.assertGreaterEqual(row["forecast_to_complete"], 0)
        forecast = row["projected_budget"] + buckets.get("forecast_adjustment", Decimal(0))
        self.assertEqual(row["estimate_at_completion"], max(row["projected_cost"], forecast))

    @given(bucket_sums, cents)
    def test_bill_on_a_commitment_never_counts_twice(self, buckets, bill):
        billed = {**buckets, "invoiced": buckets.get("invoiced", Decimal(0)) + bill}
        before, after = columns(buckets), columns(billed)
        for name in ("committed", "projected_cost", "estimate_at_completion", "available"):
            self.assertEqual(before[name], after[name], name)
        self.assertEqual(after["open_commitment"], before["open_commitment"] - bill)
        self.assertEqual(after["job_to_date"], before["job_to_date"] + bill)

    @given(bucket_sums, bucket_sums, cents)
    def test_transfer_leaves_the_job_budget(self, source, target, moved):
        def total(one, two):
            return columns(one)["revised_budget"] + columns(two)["revised_budget"]

        given_up = {**source, "budget_changes": source.get("budget_changes", Decimal(0)) - moved}
        received = {**target, "budget_changes": target.get("budget_changes", Decimal(0)) + moved}
        self.assertEqual(total(source, target), total(given_up, received))

    def test_order_of_five_with_two_billed(self):
        row = columns(
            {
                "original_budget": Decimal(500),
                "original_commitments": Decimal(500),
                "invoiced": Decimal(200),
            }
        )
        self.assertEqual(row["projected_cost"], 500)
        self.assertEqual(row["open_commitment"], 300)
        self.assertEqual(row["job_to_date"], 200)
        self.assertEqual(row["over_under"], 0)

    def test_every_column_is_there(self):
        self.assertEqual(set(columns({})), set(COLUMN_NAMES))
        self.assertEqual(set(columns({}).values()), {Decimal(0)})


@tagged("post_install", "-at_install")
class TestAvailability(BaseCase):
    def test_requests_on_one_line_are_pooled(self):
        key = CostKey(1, 2, 3)
        (total,) = pooled([(key, Decimal(60)), (key, Decimal(50))]).items()
        self.assertEqual(total, (key, Decimal(110)))
        self.assertFalse(judge(*total, {"original_budget": Decimal(100)}).ok)

    def test_the_last_cent_is_available(self):
        answer = judge(CostKey(1, 2, 3), Decimal(100), {"original_budget": Decimal(100)})
        self.assertTrue(answer.ok)

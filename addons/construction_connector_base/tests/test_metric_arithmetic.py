# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.metrics import BOUNDS, Observation, bucket, cumulative, merge, observe, quantile

SECONDS = st.lists(st.floats(0, 200_000), min_size=1, max_size=50)


def count_buckets(values):
    counts = {}
    for value in values:
        counts[bucket(value)] = counts.get(bucket(value), 0) + 1
    return counts


@tagged("post_install", "-at_install")
class TestMetricArithmetic(BaseCase):
    @given(SECONDS)
    def test_cumulative_counts_all_below_each_limit(self, values):
        rows = cumulative(count_buckets(values))
        self.assertEqual(rows[-1], ("+Inf", len(values)))
        for limit, count in rows[:-1]:
            self.assertEqual(count, sum(value < float(limit) for value in values))

    @given(SECONDS, st.floats(0.01, 1))
    def test_quantile_lies_in_the_bucket_of_the_true_one(self, values, share):
        found = quantile(count_buckets(values), share)
        ordered = sorted(values)
        rank = next(n for n in range(1, len(ordered) + 1) if n >= share * len(ordered))
        index = bucket(ordered[rank - 1])
        low = BOUNDS[index - 1] if index else 0
        high = BOUNDS[index] if index < len(BOUNDS) else BOUNDS[-1]
        self.assertLessEqual(low, found)
        self.assertLessEqual(found, high)

    @given(SECONDS, st.randoms(use_true_random=False))
    def test_sums_do_not_depend_on_the_order(self, values, random):
        observations = [observe("m", value) for value in values]
        total = sum(one.total for one in observations)
        random.shuffle(observations)
        self.assertEqual(sum(one.total for one in merge(observations)), total)
        self.assertEqual(total, round(total, 6))
        self.assertAlmostEqual(
            float(total), sum(values), delta=1e-6 * len(values) + 1e-9 * sum(values)
        )

    def test_quantile_of_nothing(self):
        self.assertIsNone(quantile({}, 0.5))

    @given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 9), st.integers(0, 2))))
    def test_merge_keeps_the_sums(self, rows):
        observations = [
            Observation("m", code=code, bucket=index, count=count, total=Decimal(2 * count))
            for code, count, index in rows
        ]
        merged = merge(observations)
        self.assertEqual(len({one[:8] for one in merged}), len(merged))
        for total in (
            lambda rows: sum(r.count for r in rows),
            lambda rows: sum(r.total for r in rows),
        ):
            self.assertEqual(total(merged), total(observations))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain rules of retention: which action is due at which age, and its proofs."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.retention import ACTIONS, Ages, ranges

NOW = datetime(2026, 6, 1)
DAYS = st.integers(0, 4000)


@tagged("post_install", "-at_install")
class TestRetentionRules(BaseCase):
    @given(st.lists(DAYS, min_size=3, max_size=3).map(sorted), st.integers(0, 5000))
    def test_at_each_age_one_action_is_due_at_most(self, days, age):
        ages = Ages(*days)
        self.assertTrue(ages.is_ordered)
        received = NOW - timedelta(days=age)
        due = []
        for action in ACTIONS:
            bounds = ages.bounds(action, NOW)
            if bounds and (bounds[0] is None or bounds[0] <= received) and received < bounds[1]:
                due.append(action)
        passed = [
            action for action in ACTIONS if getattr(ages, action) and age > getattr(ages, action)
        ]
        self.assertEqual(due, passed[:1])

    def test_order_of_ages(self):
        self.assertTrue(Ages(0, 30, 0).is_ordered)
        self.assertTrue(Ages(30, 0, 30).is_ordered)
        self.assertFalse(Ages(31, 0, 30).is_ordered)
        self.assertFalse(Ages(-1, 0, 30).is_ordered)

    @given(st.sets(st.integers(1, 60)))
    def test_ranges_hold_the_numbers_and_no_others(self, ids):
        found = ranges(ids)
        self.assertEqual({id_ for first, last in found for id_ in range(first, last + 1)}, ids)
        gaps = [after[0] - before[1] for before, after in zip(found, found[1:], strict=False)]
        self.assertTrue(all(gap > 1 for gap in gaps))

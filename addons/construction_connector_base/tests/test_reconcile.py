# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain arithmetic of reconciling: digests, figures, differences, periods."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.periods import closed_periods, day_start, period_of
from ..core.reconcile import (
    ControlItem,
    ControlTotals,
    Drift,
    drifts,
    ids_digest,
    is_match,
    measures,
)

IDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
VALUES = st.decimals(-1000, 1000, places=2)
ITEMS = st.lists(
    st.builds(ControlItem, st.sampled_from("ABCDEF"), st.sampled_from(["done", "dead"]), VALUES),
    unique_by=lambda item: item.id,
)


@tagged("post_install", "-at_install")
class TestReconcile(BaseCase):
    def test_digest_is_that_of_sorted_lines(self):
        self.assertEqual(
            ids_digest(["é", "b", "B", "a"]),
            hashlib.sha256("B\na\nb\né\n".encode()).hexdigest(),
        )

    @given(IDS, st.randoms())
    def test_digest_does_not_depend_on_the_order(self, ids, rng):
        shuffled = list(ids)
        rng.shuffle(shuffled)
        self.assertEqual(ids_digest(ids), ids_digest(shuffled))

    @given(IDS)
    def test_digest_counts_repetitions(self, ids):
        self.assertNotEqual(ids_digest([*ids, "x"]), ids_digest([*ids, "x", "x"]))

    @given(ITEMS)
    def test_same_documents_match_and_do_not_drift(self, items):
        source, target = ControlTotals.of(items), ControlTotals.of(items, ["done", "dead"])
        self.assertTrue(is_match(source, target))
        self.assertEqual(drifts(source, target), [])

    @given(ITEMS, ITEMS)
    def test_sides_match_only_without_drift(self, theirs, ours):
        source, target = ControlTotals.of(theirs), ControlTotals.of(ours, ["done", "dead"])
        found = drifts(source, target)
        if found:
            missing = {item.id for item in theirs} ^ {item.id for item in ours}
            self.assertLessEqual(missing, {drift.external_id for drift in found})
        else:
            self.assertTrue(is_match(source, target))

    @given(ITEMS)
    def test_totals_survive_storing(self, items):
        totals = ControlTotals.of(items, ["done"])
        again = ControlTotals.from_dict(totals.as_dict(), totals.items_as_rows())
        self.assertEqual(again, totals)

    def test_each_kind_of_drift(self):
        source = ControlTotals.of(
            [
                ControlItem("1", "done", Decimal(10)),
                ControlItem("2", "done", Decimal(20)),
                ControlItem("2", "done", Decimal(20)),
                ControlItem("3", "done", Decimal(30)),
                ControlItem("4", "done", Decimal(40)),
            ]
        )
        target = ControlTotals.of(
            [
                ControlItem("2", "done", Decimal(20)),
                ControlItem("3", "dead", Decimal(30), is_applied=False),
                ControlItem("4", "done", Decimal("39.5")),
                ControlItem("5", "done", Decimal(50)),
            ],
            ["done", "dead"],
        )
        self.assertEqual(
            drifts(source, target),
            [
                Drift("missing_here", "1", "done", "", Decimal(10)),
                Drift("duplicate", "2", "2 ×", "1 ×", Decimal(20)),
                Drift("different_state", "3", "done", "dead", Decimal(30)),
                Drift("different_value", "4", "40", "39.5", Decimal("0.5")),
                Drift("missing_there", "5", "", "done", Decimal(50)),
            ],
        )

    def test_documents_without_effect_are_a_drift_even_if_the_source_names_none(self):
        source = ControlTotals(count=2)
        target = ControlTotals.of([ControlItem("1"), ControlItem("2", "dead", is_applied=False)])
        self.assertFalse(is_match(source, target))
        self.assertEqual(drifts(source, target), [Drift("different_state", "2", "", "dead")])

    def test_states_in_other_words_are_not_compared(self):
        source = ControlTotals(count=1, states={"posted": 1})
        target = ControlTotals.of([ControlItem("1", "done")], ["done"])
        self.assertTrue(is_match(source, target))
        self.assertNotIn("state:posted", [measure.name for measure in measures(source, target)])

    def test_nothing_told_is_no_match(self):
        self.assertFalse(is_match(ControlTotals(), ControlTotals.of([])))

    def test_a_day_begins_in_its_zone(self):
        self.assertEqual(day_start(date(2026, 7, 1), "Europe/Berlin"), datetime(2026, 6, 30, 22))
        self.assertEqual(day_start(date(2026, 1, 1), "Europe/Berlin"), datetime(2025, 12, 31, 23))

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["day", "week", "month"]))
    def test_periods_follow_each_other_without_gap(self, day, interval):
        start, end = period_of(day, interval)
        self.assertTrue(start <= day < end)
        self.assertEqual(period_of(end, interval)[0], end)
        self.assertEqual(list(closed_periods(day, end, interval)), [(start, end)])
        self.assertEqual(list(closed_periods(day, start, interval)), [])

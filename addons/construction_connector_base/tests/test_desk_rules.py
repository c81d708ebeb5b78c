# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.desk import Case, Rule, assign, has_prefix, in_turn, is_late

NOW = datetime(2026, 3, 2, 8)
CASE = Case(7, 1, 2, "bills", "t.v1", "map.missing", Decimal("100"))
WORDS = st.lists(st.sampled_from(["map", "missing", "budget", "x"]), min_size=1, max_size=3)


@tagged("post_install", "-at_install")
class TestDeskRules(BaseCase):
    """The arithmetic of the exception desk."""

    def test_each_condition_counts(self):
        self.assertTrue(Rule(1).matches(CASE))
        for field, right, wrong in (
            ("system_id", 2, 3),
            ("company_id", 1, 3),
            ("workflow", "bills", "time"),
            ("type", "t.v1", "t.v2"),
            ("reason_prefix", "map", "ma"),
            ("amount_from", Decimal(100), Decimal("100.01")),
            ("amount_to", Decimal("100.01"), Decimal(100)),
        ):
            with self.subTest(field):
                self.assertTrue(Rule(1, **{field: right}).matches(CASE))
                self.assertFalse(Rule(1, **{field: wrong}).matches(CASE))

    def test_an_unknown_amount_is_in_no_range(self):
        case = Case(7, 1, 2, "bills", "t.v1", "map.missing")
        self.assertTrue(Rule(1).matches(case))
        self.assertFalse(Rule(1, amount_from=Decimal(1)).matches(case))
        self.assertFalse(Rule(1, amount_to=Decimal(1)).matches(case))

    @given(WORDS, st.integers(1, 3))
    def test_each_beginning_in_words_is_a_prefix(self, words, count):
        self.assertTrue(has_prefix(".".join(words), ".".join(words[:count])))
        self.assertFalse(has_prefix(".".join(words), ".".join(words) + "x"))

    @given(st.lists(st.integers(), min_size=1, max_size=9, unique=True), st.integers(0, 10**9))
    def test_turns_are_even(self, people, first):
        turns = [in_turn(people, first + n) for n in range(3 * len(people))]
        self.assertEqual({turns.count(one) for one in people}, {3})

    def test_nobody_to_take_a_turn(self):
        self.assertIsNone(in_turn([], 7))

    @given(st.floats(0.1, 10_000))
    def test_deadline_counts_calendar_hours(self, hours):
        [found] = assign([CASE], [Rule(1, sla_hours=hours)], lambda rule, case: [5], NOW)
        self.assertEqual(found.deadline_at, NOW + timedelta(hours=hours))
        self.assertEqual((found.rule_id, found.owner_id), (1, 5))

    def test_no_rule_no_deadline(self):
        [found] = assign([CASE], [Rule(1, company_id=9)], lambda rule, case: [5], NOW)
        self.assertEqual((found.rule_id, found.owner_id, found.deadline_at), (None, None, None))
        [found] = assign([CASE], [Rule(1)], lambda rule, case: [], NOW)
        self.assertEqual((found.rule_id, found.owner_id, found.deadline_at), (1, None, None))

    def test_late(self):
        waiting = Case(7, 1, 2, "bills", "t.v1", "waiting.job")
        day = timedelta(hours=24)
        self.assertFalse(is_late(waiting, NOW - day, [], NOW))
        self.assertTrue(is_late(waiting, NOW - day - timedelta(seconds=1), [], NOW))
        self.assertTrue(is_late(waiting, NOW - day, [Rule(1, wait_hours=1)], NOW))
        approval = Case(7, 1, 2, "bills", "t.v1", "waiting.approval")
        self.assertTrue(is_late(approval, NOW, [], NOW))

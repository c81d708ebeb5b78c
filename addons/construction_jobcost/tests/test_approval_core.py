# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.approval import Person, Rule, exposure, ladder, levels, meets

CENT = Decimal("0.01")
cents = st.integers(-(10**9), 10**9).map(lambda n: n * CENT)
heights = st.integers(0, 5).map(lambda n: Decimal(1000 * n))
rules = st.lists(
    st.builds(
        Rule,
        st.integers(1, 10**6),
        st.sampled_from([0, 1, 2]),
        heights,
        st.integers(0, 3),
        st.integers(1, 5),
        st.just(0),
        st.integers(1, 3),
    ),
    max_size=8,
)
percents = st.integers(-50, 300).map(Decimal)
codings = st.lists(st.tuples(st.integers(1, 3), percents), max_size=3)
lines = st.lists(st.tuples(cents, codings), max_size=6)


def rule(minimum, user=1, job=0, step=1):
    return Rule(user, job, Decimal(minimum), 10, user, 0, step)


@tagged("post_install", "-at_install")
class TestApprovalCore(BaseCase):
    @given(rules, st.sampled_from([1, 2]), heights)
    def test_highest_alone_is_the_top_of_the_whole_ladder(self, given_rules, job, amount):
        top = ladder(given_rules, job, amount)
        whole = ladder(given_rules, job, amount, each_height=True)
        self.assertEqual(whole[len(whole) - len(top) :], top)
        self.assertLessEqual(len({r.minimum for rung in top for r in rung}), 1)

    @given(rules, st.sampled_from([1, 2]), heights)
    def test_ladder_only_rises_and_every_rung_is_reached(self, given_rules, job, amount):
        rungs = ladder(given_rules, job, amount, each_height=True)
        places = [(rung[0].minimum, rung[0].step) for rung in rungs]
        self.assertEqual(places, sorted(set(places)))
        for rung in rungs:
            for found in rung:
                self.assertLessEqual(found.minimum, amount)
                self.assertIn(found.project_id, (0, job))

    def test_own_rule_of_a_job_replaces_the_general_one_of_its_height_only(self):
        given_rules = [rule(0, 1), rule(1000, 2), rule(1000, 3, job=7)]
        self.assertEqual(
            [[r.user_id for r in rung] for rung in ladder(given_rules, 7, Decimal(5000), True)],
            [[1], [3]],
        )

    def test_steps_of_one_height_follow_one_another(self):
        given_rules = [rule(0, 2, step=2), rule(0, 1), rule(0, 3)]
        self.assertEqual(
            [[r.user_id for r in rung] for rung in ladder(given_rules, 7, Decimal(5))],
            [[1, 3], [2]],
        )

    def test_level_takes_somebody_for_every_job_that_is_as_high(self):
        first, second, third = ([rule(0, user)] for user in (1, 2, 3))
        climb = levels([[first, second], [third]])
        self.assertFalse(meets(Person(1, frozenset()), climb[0]))
        self.assertTrue(meets(Person(2, frozenset()), climb[1]))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lines)
    def test_exposure_is_never_less_than_the_net_of_any_job(self, given_lines):
        total = exposure(given_lines)
        self.assertGreaterEqual(total, 0)
        for job in (1, 2, 3):
            net = sum(
                amount * percent / 100
                for amount, coding in given_lines
                for project_id, percent in coding
                if project_id == job and percent > 0
            )
            self.assertGreaterEqual(total, net)

    def test_credit_without_a_job_hides_no_cost_of_one(self):
        cost = (Decimal(10000), [(1, Decimal(100))])
        self.assertEqual(exposure([cost, (Decimal(-9900), [])]), 10000)
        self.assertEqual(exposure([cost, (Decimal(-9900), [(2, Decimal(100))])]), 10000)
        self.assertEqual(exposure([cost, (Decimal(-9900), [(1, Decimal(100))])]), 100)

    def test_shares_beyond_the_line_count_in_full(self):
        self.assertEqual(exposure([(Decimal(100), [(1, Decimal(300))])]), 300)
        self.assertEqual(exposure([(Decimal(100), [(1, Decimal(100)), (2, Decimal(-100))])]), 100)

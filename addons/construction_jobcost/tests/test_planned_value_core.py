# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.forecast_comparison import compared
from ..core.planned_value import Plan, Profile, curve, month_end, month_ends, planned_value
from ..core.quantities import done_quantity

ZERO = Decimal(0)
S_CURVE = Profile(Decimal("0.25"), Decimal("0.25"))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
shares = st.integers(0, 50).map(lambda percent: Decimal(percent) / 100)
profiles = st.builds(Profile, shares, shares)
budgets = st.integers(0, 10**7).map(Decimal)


def rounded(values):
    return [None if value is None else round(value, 2) for value in values]


@tagged("post_install", "-at_install")
class TestPlannedValue(BaseCase):
    plan = Plan(Decimal(900), date(2026, 1, 1), date(2026, 1, 31))

    def test_a_straight_line_and_the_profile_of_a_company(self):
        for day, straight, curved in ((11, 300, 225), (16, 450, 450), (21, 600, 675)):
            day = date(2026, 1, day)
            self.assertEqual(round(planned_value(self.plan, day), 6), straight)
            self.assertEqual(round(planned_value(self.plan, day, S_CURVE), 6), curved)

    def test_nothing_is_planned_without_days(self):
        for plan in (Plan(Decimal(9), None, date(2026, 1, 1)), Plan(Decimal(9), None, None)):
            self.assertEqual(planned_value(plan, date(2027, 1, 1)), 0)

    def test_work_of_one_day(self):
        plan = Plan(Decimal(9), date(2026, 1, 5), date(2026, 1, 5))
        self.assertEqual(planned_value(plan, date(2026, 1, 4)), 0)
        self.assertEqual(planned_value(plan, date(2026, 1, 5)), 9)

    @given(budgets, days, st.integers(1, 2000), st.tuples(days, days), profiles)
    def test_it_starts_at_nothing_ends_at_all_and_never_falls(
        self, budget, start, length, points, profile
    ):
        plan = Plan(budget, start, start + timedelta(days=length))
        self.assertEqual(planned_value(plan, plan.start, profile), 0)
        self.assertEqual(planned_value(plan, plan.finish, profile), budget)
        early, late = (planned_value(plan, day, profile) for day in sorted(points))
        self.assertLessEqual(early, late + Decimal("1e-9"))
        self.assertTrue(0 <= late <= budget)

    def test_months(self):
        self.assertEqual(month_end(date(2028, 2, 3)), date(2028, 2, 29))
        ends = month_ends(date(2026, 11, 30), date(2027, 1, 1))
        self.assertEqual(ends, [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)])


@tagged("post_install", "-at_install")
class TestCurve(BaseCase):
    def test_what_is_left_follows_the_plan(self):
        plans = [
            Plan(Decimal(100), date(2026, 1, 31), date(2026, 3, 31)),
            Plan(Decimal(100), date(2026, 2, 28), date(2026, 4, 30)),
            Plan(Decimal(50), None, None),
        ]
        costs = {date(2026, 1, 15): Decimal(10), date(2026, 2, 3): Decimal(50)}
        earned = {date(2026, 2, 28): Decimal(40)}
        found = curve(plans, date(2026, 2, 28), costs, earned, Decimal(260))
        self.assertEqual([day.month for day in found.days], [1, 2, 3, 4])
        self.assertEqual(found.planned[-1], 200)
        self.assertEqual(found.actual, [10, 60, None, None])
        self.assertEqual(found.earned, [None, 40, None, None])
        self.assertEqual(
            (found.forecast[0], found.forecast[1], found.forecast[-1]), (None, 60, 260)
        )
        left = 200 - found.planned[1]
        expected = 60 + 200 * (found.planned[2] - found.planned[1]) / left
        self.assertEqual(rounded(found.forecast[2:3]), rounded([expected]))

    def test_work_that_is_late_comes_next_month(self):
        plans = [Plan(Decimal(100), date(2026, 1, 1), date(2026, 1, 31))]
        found = curve(plans, date(2026, 2, 28), {}, {}, Decimal(70))
        self.assertEqual([day.month for day in found.days], [1, 2, 3])
        self.assertEqual(found.forecast, [None, 0, 70])

    def test_a_job_without_days_shows_its_cost(self):
        costs = {date(2026, 1, 5): Decimal(7), date(2026, 3, 1): Decimal(9)}
        found = curve([], date(2026, 2, 28), costs, {}, Decimal(7))
        self.assertEqual((found.actual, found.planned), ([7, 7], [0, 0]))

    @given(
        st.lists(st.builds(Plan, budgets, days, days), max_size=4),
        days.map(month_end),
        st.dictionaries(days, budgets, max_size=5),
        budgets,
        profiles,
    )
    def test_it_ends_at_the_estimate(self, plans, day, costs, rest, profile):
        spent = sum((amount for on, amount in costs.items() if on <= day), ZERO)
        found = curve(plans, day, costs, {}, spent + rest, profile)
        self.assertEqual(round(found.forecast[-1], 6), spent + rest)
        self.assertEqual(found.actual[found.days.index(day)], spent)
        known = [amount for amount in found.forecast if amount is not None]
        self.assertEqual(rounded(known), sorted(rounded(known)))


@tagged("post_install", "-at_install")
class TestComparison(BaseCase):
    def test_the_largest_difference_comes_first(self):
        then = {1: Decimal(100), 2: Decimal(50), 3: Decimal(7)}
        now = {1: Decimal(90), 2: Decimal(80), 4: Decimal(5)}
        rows = compared(then, now)
        self.assertEqual(
            [(row.key, row.difference) for row in rows], [(2, 30), (1, -10), (3, -7), (4, 5)]
        )

    @given(st.dictionaries(st.integers(0, 9), budgets), st.dictionaries(st.integers(0, 9), budgets))
    def test_nothing_is_lost(self, then, now):
        rows = compared(then, now)
        self.assertEqual(sum(row.then for row in rows), sum(then.values()))
        self.assertEqual(sum(row.now for row in rows), sum(now.values()))


@tagged("post_install", "-at_install")
class TestDoneQuantity(BaseCase):
    def test_received_or_billed_and_direct(self):
        sums = {
            ("received_goods", 1): Decimal(3),
            ("received_services", 1): Decimal(2),
            ("invoiced", 1): Decimal(4),
            ("direct_cost", 1): Decimal(10),
            ("received_goods", 2): Decimal(99),
            ("original_budget", 1): Decimal(100),
        }
        self.assertEqual(done_quantity(sums, 1), 15)
        sums["invoiced", 1] = Decimal(8)
        self.assertEqual(done_quantity(sums, 1), 18)
        self.assertEqual(done_quantity({}, 1), 0)

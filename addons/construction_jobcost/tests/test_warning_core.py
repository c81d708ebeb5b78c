# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.warning import (
    Limits,
    Waiting,
    billing_gap,
    burn,
    margin_fade,
    margin_percent,
    over_commitment,
    underbilled,
    waiting,
)

TODAY = date(2026, 4, 30)
#: The first draw in a server reads the sources of all that is loaded.
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
money = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 100)
percents = st.integers(0, 12000).map(lambda n: Decimal(n) / 100)
limits = st.builds(
    Limits, percents, st.integers(0, 10**9).map(lambda n: Decimal(n) / 100), st.integers(0, 400)
)
days = st.dates(date(2024, 1, 1), TODAY)
waits = st.lists(st.builds(Waiting, days, money), max_size=5)


def lower(high, parts):
    """Return limits of which each is a part of the higher one."""
    points, amount, age = parts
    return Limits(high.points * points / 10, high.amount * amount / 10, high.days * age // 10)


parts = st.tuples(*(st.integers(0, 10),) * 3)


@tagged("post_install", "-at_install")
class TestWarningCore(BaseCase):
    def assertMonotone(self, decide, high, shares):
        """A lower limit warns at least where a higher one does."""
        if decide(high):
            self.assertTrue(decide(lower(high, shares)))

    @QUIET
    @given(money, money, percents, limits, parts)
    def test_margin(self, contract, estimate, base, high, shares):
        self.assertMonotone(
            lambda limit: margin_fade(contract, estimate, base, limit), high, shares
        )

    @QUIET
    @given(money, money, limits, parts)
    def test_commitment(self, committed, budget, high, shares):
        self.assertMonotone(lambda limit: over_commitment(committed, budget, limit), high, shares)
        if committed <= budget:
            self.assertIsNone(over_commitment(committed, budget, Limits()))

    @QUIET
    @given(money, money, percents, limits, parts)
    def test_burn(self, cost, estimate, physical, high, shares):
        self.assertMonotone(lambda limit: burn(cost, estimate, physical, limit), high, shares)

    @QUIET
    @given(money, money, limits, parts)
    def test_unbilled(self, earned, billed, high, shares):
        self.assertMonotone(lambda limit: underbilled(earned, billed, limit), high, shares)

    @QUIET
    @given(money, days, limits, parts)
    def test_gap(self, cost, since, high, shares):
        self.assertMonotone(lambda limit: billing_gap(cost, since, TODAY, limit), high, shares)

    @QUIET
    @given(waits, limits, parts)
    def test_waiting(self, items, high, shares):
        self.assertMonotone(lambda limit: waiting(items, TODAY, limit), high, shares)
        hit = waiting(items, TODAY, high)
        if hit:
            self.assertLessEqual(hit.count, len(items))
            self.assertGreater(hit.days, high.days)

    def test_published_figures(self):
        """425,000 of 850,000 spent on a contract of 1,000,000: earned 500,000, billed 450,000."""
        self.assertEqual(underbilled(Decimal(500000), Decimal(450000), Limits()).amount, 50000)
        self.assertEqual(margin_percent(Decimal(1000000), Decimal(850000)), 15)
        hit = margin_fade(Decimal(1000000), Decimal(850000), Decimal(20), Limits(Decimal(4)))
        self.assertEqual((hit.actual, hit.base, hit.amount), (15, 20, 50000))
        self.assertIsNone(
            margin_fade(Decimal(1000000), Decimal(850000), Decimal(20), Limits(Decimal(5)))
        )
        self.assertEqual(
            burn(Decimal(425000), Decimal(850000), Decimal(40), Limits()).amount, 85000
        )

    def test_nothing_to_judge(self):
        nothing = Limits()
        self.assertIsNone(margin_fade(Decimal(0), Decimal(5), Decimal(10), nothing))
        self.assertIsNone(margin_fade(Decimal(9), Decimal(5), None, nothing))
        self.assertIsNone(burn(Decimal(5), Decimal(10), None, nothing))
        self.assertIsNone(billing_gap(Decimal(5), None, TODAY, nothing))
        self.assertIsNone(waiting([], TODAY, nothing))

    def test_of_what_waits_only_the_old_counts(self):
        items = [
            Waiting(TODAY - timedelta(days=40), Decimal(100)),
            Waiting(TODAY - timedelta(days=30), Decimal(900)),
        ]
        hit = waiting(items, TODAY, Limits(days=30))
        self.assertEqual((hit.amount, hit.count, hit.days), (100, 1, 40))

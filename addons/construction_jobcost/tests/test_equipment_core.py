# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.equipment import EquipmentRate, cost, find_rate, rental_shares

FIRST = date(2026, 1, 1)
CENT = Decimal("0.01")
AMOUNTS = st.decimals(-100000, 100000, places=2)
QUANTITIES = st.lists(st.decimals(0, 50, places=2), min_size=1, max_size=8)

#: Slow machines draw slowly.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestEquipmentCore(BaseCase):
    def _rate(self, amount, equipment=0, category=0, unit="hour", day=FIRST):
        return EquipmentRate(equipment, category, unit, day, Decimal(amount))

    def _find(self, rates, unit="hour", day=FIRST):
        return find_rate(rates, 1, 2, unit, day)

    def test_its_own_rate_goes_before_the_category(self):
        own, shared = self._rate(90, equipment=1), self._rate(80, category=2)
        later = self._rate(85, category=2, day=FIRST + timedelta(5))
        self.assertIs(self._find([shared, own, later], day=FIRST + timedelta(9)), own)
        self.assertIs(self._find([shared, later], day=FIRST + timedelta(4)), shared)
        self.assertIs(self._find([shared, later], day=FIRST + timedelta(5)), later)

    def test_no_rate(self):
        others = [
            self._rate(90, equipment=7),
            self._rate(80, category=8),
            self._rate(70, equipment=1, unit="day"),
            self._rate(60, equipment=1, day=FIRST + timedelta(1)),
        ]
        self.assertIsNone(self._find(others))

    def test_cost_is_rounded_once(self):
        self.assertEqual(cost(Decimal("7.25"), Decimal("33.33"), CENT), Decimal("241.64"))

    def test_rest_of_the_period_stays(self):
        shares, rest = rental_shares(
            Decimal(3000), {"A": Decimal(12), "B": Decimal(8)}, Decimal(30), CENT
        )
        self.assertEqual((shares, rest), ({"A": Decimal(1200), "B": Decimal(800)}, Decimal(1000)))

    def test_a_third_each_loses_no_cent(self):
        shares, rest = rental_shares(
            Decimal(100), dict.fromkeys("ABC", Decimal(10)), Decimal(30), CENT
        )
        self.assertEqual(sorted(shares.values()), [Decimal("33.33")] * 2 + [Decimal("33.34")])
        self.assertEqual(rest, 0)

    def test_more_use_than_the_period_has_is_shared_wholly(self):
        shares, rest = rental_shares(
            Decimal(900), {"A": Decimal(40), "B": Decimal(20)}, Decimal(30), CENT
        )
        self.assertEqual((shares, rest), ({"A": Decimal(600), "B": Decimal(300)}, 0))

    def test_nothing_used(self):
        with self.assertRaises(ValueError):
            rental_shares(Decimal(900), {"A": Decimal(0)}, Decimal(30), CENT)

    @UNHURRIED
    @given(AMOUNTS, QUANTITIES, st.decimals(0, 100, places=1))
    def test_shares_and_rest_sum_up_exactly(self, amount, quantities, available):
        if not any(quantities):
            return
        used = dict(enumerate(quantities))
        shares, rest = rental_shares(amount, used, available, CENT)
        self.assertEqual(sum(shares.values()) + rest, amount)
        for share in (*shares.values(), rest):
            self.assertEqual(share % CENT, 0)
            self.assertGreaterEqual(share * amount, 0)
        total = max(available, sum(quantities))
        for key, share in shares.items():
            self.assertLessEqual(abs(share - amount * used[key] / total), CENT)

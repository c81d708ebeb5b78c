# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.labor import LaborRate, LaborRates, Price, Scope, price

FIRST = date(2026, 1, 1)
WORK = Scope(7, 3, 5, "overtime")
SCOPES = [
    Scope(
        *(part if named else empty for part, named, empty in zip(WORK, names, Scope(), strict=True))
    )
    for names in (tuple(bool(n & bit) for bit in (8, 4, 2, 1)) for n in range(16))
]
MONEY = st.decimals(0, 200, places=2)

#: Slow machines draw slowly.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestLaborCore(BaseCase):
    def _find(self, *rates, day=FIRST, work=WORK):
        return LaborRates(rates).find(work, day)

    def test_without_a_rate_an_hour_costs_the_hourly_cost(self):
        self.assertIsNone(self._find())
        self.assertEqual(price(None, Decimal(50), Decimal("1.5")), Price(Decimal(75)))

    def test_the_closest_scope_goes_before(self):
        rates = [LaborRate(scope, FIRST) for scope in SCOPES]
        for number, rate in enumerate(rates):
            self.assertIs(self._find(*rates[: number + 1]), rate)

    def test_what_names_something_else_does_not_hold(self):
        others = [
            LaborRate(scope, FIRST) for scope in (Scope(8), Scope(7, 4), Scope(pay_type="double"))
        ]
        self.assertIsNone(self._find(*others))

    def test_a_rate_holds_from_its_day_until_a_later_one(self):
        old = LaborRate(Scope(), FIRST)
        new = LaborRate(Scope(), FIRST + timedelta(10))
        self.assertIs(self._find(new, old, day=FIRST + timedelta(9)), old)
        self.assertIs(self._find(new, old, day=FIRST + timedelta(10)), new)
        self.assertIsNone(self._find(new, old, day=FIRST - timedelta(1)))

    def test_a_rate_that_ended_leaves_room_for_a_wider_one(self):
        wide = LaborRate(Scope(), FIRST)
        ended = LaborRate(Scope(7), FIRST, FIRST + timedelta(4))
        self.assertIs(self._find(wide, ended, day=FIRST + timedelta(4)), ended)
        self.assertIs(self._find(wide, ended, day=FIRST + timedelta(5)), wide)

    def test_wage_overtime_and_burden(self):
        regular = LaborRate(
            Scope(), FIRST, wage=Decimal(40), burden_percent=Decimal(25), burden_hourly=Decimal(3)
        )
        self.assertEqual(price(regular, Decimal(50), Decimal(1)), Price(Decimal(40), Decimal(13)))
        overtime = price(regular, Decimal(50), Decimal("1.5"))
        self.assertEqual(overtime, Price(Decimal(60), Decimal(18)))
        self.assertEqual(overtime.total, 78)

    def test_insurance_that_is_not_on_the_premium(self):
        rate = LaborRate(Scope(), FIRST, burden_percent=Decimal(10), on_premium=False)
        self.assertEqual(price(rate, Decimal(50), Decimal(2)), Price(Decimal(100), Decimal(5)))

    def test_a_wage_of_one_kind_of_pay_is_not_multiplied(self):
        rate = LaborRate(Scope(pay_type="overtime"), FIRST, wage=Decimal(70))
        self.assertEqual(price(rate, Decimal(50), Decimal("1.5")), Price(Decimal(70)))

    @UNHURRIED
    @given(MONEY, MONEY, st.decimals(1, 3, places=2), st.decimals(0, 100, places=3))
    def test_burden_only_adds(self, wage, hourly, factor, percent):
        rate = LaborRate(Scope(), FIRST, wage=wage, burden_percent=percent, burden_hourly=hourly)
        plain = price(LaborRate(Scope(), FIRST, wage=wage), Decimal(50), factor)
        loaded = price(rate, Decimal(50), factor)
        self.assertEqual(loaded.wage, plain.wage)
        self.assertEqual(loaded.total - plain.total, loaded.burden)
        self.assertGreaterEqual(loaded.burden, hourly)

    @UNHURRIED
    @given(
        st.lists(st.tuples(st.sampled_from(SCOPES), st.integers(0, 30), st.integers(0, 30))),
        st.integers(0, 40),
    )
    def test_what_is_found_holds_and_nothing_closer_does(self, drawn, offset):
        rates = [
            LaborRate(scope, FIRST + timedelta(start), FIRST + timedelta(start + length))
            for scope, start, length in drawn
        ]
        day = FIRST + timedelta(offset)
        found = self._find(*rates, day=day)
        holding = [rate for rate in rates if rate.date_from <= day <= rate.date_to]
        if not holding:
            self.assertIsNone(found)
        else:
            weight = max((tuple(map(bool, rate.scope)), rate.date_from) for rate in holding)
            self.assertEqual((tuple(map(bool, found.scope)), found.date_from), weight)

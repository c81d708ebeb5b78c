# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.accrual import allocated_steps, open_levels

DAYS = st.integers(0, 20).map(lambda n: date(2026, 1, 1) + timedelta(n))
VALUES = st.decimals(-10000, 10000, places=2)
EVENTS = st.lists(st.tuples(DAYS, VALUES), max_size=12)
WEIGHTS = st.lists(st.integers(1, 100).map(Decimal), min_size=1, max_size=4)
CENT = Decimal("0.01")
# a busy machine draws slowly; that says nothing about the code
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestAccrual(BaseCase):
    def test_bill_before_receipt_opens_nothing(self):
        day = date(2026, 1, 1)
        levels = open_levels([(day + timedelta(1), Decimal(5))], [(day, Decimal(3))])
        self.assertEqual([level for _day, level in levels], [0, 2])

    def test_deducting_line_billed_in_full_opens_nothing(self):
        day = date(2026, 1, 1)
        self.assertEqual(open_levels([], [(day, Decimal(-1))], sign=-1), [(day, 0)])

    @QUIET
    @given(EVENTS, EVENTS, st.sampled_from([1, -1]))
    def test_level_is_what_is_open_on_the_day(self, accepted, invoiced, sign):
        for day, level in open_levels(accepted, invoiced, sign):
            balance = sum(v for d, v in accepted if d <= day)
            balance -= sum(v for d, v in invoiced if d <= day)
            self.assertEqual(level, balance if sign * balance > 0 else 0)

    @QUIET
    @given(EVENTS, EVENTS, WEIGHTS)
    def test_steps_up_to_a_day_sum_to_its_level(self, accepted, invoiced, weights):
        levels = open_levels(accepted, invoiced)
        steps = allocated_steps(levels, weights, CENT)
        for day, level in levels:
            total = sum(amount for part in steps for d, amount in part if d <= day)
            self.assertEqual(total, level)

    @QUIET
    @given(EVENTS, EVENTS, WEIGHTS)
    def test_steps_are_never_empty_and_come_in_order(self, accepted, invoiced, weights):
        for part in allocated_steps(open_levels(accepted, invoiced), weights, CENT):
            self.assertTrue(all(amount for _day, amount in part))
            days = [day for day, _amount in part]
            self.assertEqual(days, sorted(set(days)))

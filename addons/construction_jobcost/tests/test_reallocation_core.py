# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.keys import CostKey
from ..core.projection import Projected, summed
from ..core.reallocation import AMOUNT, PERCENT, QUANTITY, accounting_day, fits, share, sides

CENT = Decimal("0.01")
MARCH = date(2026, 3, 15)
KEYS = st.builds(CostKey, *(st.integers(1, 3) for _ in range(3)))
AMOUNTS = st.decimals(-100000, 100000, places=2, allow_nan=False)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
LOCKS = st.lists(st.one_of(st.none(), st.just(False), DAYS), max_size=4)


@tagged("post_install", "-at_install")
class TestReallocationCore(BaseCase):
    def test_the_day_of_a_cost_that_is_moved(self):
        for locks, expected in (
            ([], MARCH),
            ([None, False], MARCH),
            ([date(2026, 3, 14)], MARCH),
            ([MARCH], date(2026, 3, 16)),
            ([date(2026, 2, 28), date(2026, 3, 31), None], date(2026, 4, 1)),
        ):
            self.assertEqual(accounting_day(MARCH, locks), expected, locks)

    @given(DAYS, LOCKS)
    def test_no_cost_moves_in_a_closed_period_nor_later_than_needed(self, day, locks):
        moved = accounting_day(day, locks)
        closed = [lock for lock in locks if lock]
        self.assertGreaterEqual(moved, day)
        self.assertTrue(all(moved > lock for lock in closed))
        if moved > day:
            self.assertIn(moved - timedelta(days=1), closed)
        self.assertEqual(accounting_day(moved, locks), moved)

    @given(DAYS, DAYS, LOCKS)
    def test_an_earlier_cost_never_moves_later(self, one, other, locks):
        first, second = sorted((one, other))
        self.assertLessEqual(accounting_day(first, locks), accounting_day(second, locks))

    def test_shares(self):
        cost = (Decimal("100.01"), Decimal(8))
        self.assertEqual(share(PERCENT, Decimal(50), cost, CENT), (Decimal("50.01"), Decimal(4)))
        self.assertEqual(share(QUANTITY, Decimal(2), cost, CENT), (Decimal("25.00"), Decimal(2)))
        self.assertEqual(
            share(AMOUNT, Decimal("33.337"), (Decimal(100), Decimal(3)), CENT),
            (Decimal("33.34"), Decimal("1.000110")),
        )
        self.assertEqual(
            share(QUANTITY, Decimal(2), (Decimal(100), Decimal(0)), CENT), (Decimal(0), Decimal(0))
        )

    @given(AMOUNTS, st.integers(1, 100))
    def test_a_share_is_never_more_than_the_cost(self, amount, percent):
        moved, _quantity = share(PERCENT, Decimal(percent), (amount, Decimal(0)), CENT)
        self.assertTrue(not moved or fits(moved, amount))
        self.assertEqual(moved, moved.quantize(CENT))

    def test_what_fits(self):
        for amount, left, expected in (
            (1, 1, True),
            (2, 1, False),
            (-1, -2, True),
            (-3, -2, False),
            (1, -1, False),
            (-1, 1, False),
            (0, 1, False),
        ):
            self.assertEqual(fits(Decimal(amount), Decimal(left)), expected, (amount, left))

    @given(st.lists(st.tuples(KEYS, KEYS, AMOUNTS, AMOUNTS, DAYS, st.booleans()), max_size=8))
    def test_any_moves_sum_up_to_zero_on_every_day(self, moves):
        items = []
        for origin, target, amount, quantity, day, void in moves:
            moved = Projected("", origin, day, amount, quantity, 1)
            items += sides("direct_cost", (origin, target), moved)
            if void:
                back = Projected("", origin, day, -amount, -quantity, 1)
                items += sides("direct_cost", (origin, target), back)
        days = {item.date for item in items}
        for day in days:
            on_day = [item for item in items if item.date == day]
            self.assertEqual(sum(item.amount for item in on_day), 0)
            self.assertEqual(sum(item.quantity for item in on_day), 0)
        kept = [move for move in moves if not move[-1] and move[0] != move[1] and move[2]]
        if not kept:
            self.assertFalse([one for one in summed(items).values() if one.amount])

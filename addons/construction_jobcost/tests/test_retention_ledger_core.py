# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.retention_ledger import Billing, billed_levels, paid_levels, settled, steps

CENTS = st.integers(min_value=1, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
class TestRetentionLedgerCore(BaseCase):
    @given(CENTS, DAYS, st.lists(st.tuples(DAYS, CENTS), max_size=5))
    def test_never_more_is_paid_than_released(self, amount, day, payments):
        total = sum((part for _day, part in payments), Decimal(0)) or Decimal(1)
        billing = Billing(day, settled(total, payments, day))
        paid = paid_levels(amount, billing)
        self.assertTrue(all(0 <= level <= amount for _day, level in paid))
        self.assertTrue(all(paid_on >= day for paid_on, _level in paid))
        self.assertEqual(sorted(paid), paid)
        if payments:
            self.assertEqual(paid[-1][1], amount)

    @given(CENTS, DAYS, DAYS)
    def test_a_reversed_bill_leaves_nothing(self, amount, day, reversed_on):
        billing = Billing(day, ((day, Decimal(1)),), reversed_on)
        self.assertEqual(billed_levels(amount, billing)[-1][1], 0)
        self.assertEqual(paid_levels(amount, billing), [])

    @given(st.lists(st.tuples(DAYS, CENTS), min_size=1, max_size=6))
    def test_steps_sum_to_the_last_level(self, levels):
        total = sum(after - before for _day, (before, after) in steps(levels))
        self.assertEqual(total, levels[-1][1])

    def test_a_bill_without_an_amount_is_settled_at_once(self):
        day = date(2026, 3, 31)
        self.assertEqual(settled(Decimal(0), [], day), ((day, Decimal(1)),))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.billing_split import Split, SplitError, split_amount, split_total

CENT = Decimal("0.01")
cents = st.integers(-(10**9), 10**9).map(lambda n: n * CENT)
AGENCIES = {1: Decimal(42), 2: Decimal(31), 3: Decimal(13), 4: Decimal(14)}


@tagged("post_install", "-at_install")
class TestBillingSplit(BaseCase):
    def test_by_shares(self):
        found = split_amount(Decimal("65640.00"), Split(AGENCIES), CENT)
        self.assertEqual(
            found,
            {
                1: Decimal("27568.80"),
                2: Decimal("20348.40"),
                3: Decimal("8533.20"),
                4: Decimal("9189.60"),
            },
        )

    def test_one_payer_alone(self):
        self.assertEqual(split_amount(Decimal(11500), Split({1: Decimal(1)}), CENT), {1: 11500})

    def test_as_agreed(self):
        given_ = {1: Decimal("33445.85"), 2: Decimal("24686.24")}
        found = split_amount(Decimal(79633), Split(AGENCIES, given_), CENT)
        self.assertEqual(found, given_ | {3: Decimal("10352.29"), 4: Decimal("11148.62")})

    def test_a_rest_that_nobody_pays(self):
        with self.assertRaises(SplitError) as caught:
            split_amount(Decimal(10), Split({1: Decimal(1)}, {1: Decimal(4)}), CENT)
        self.assertEqual(caught.exception.missing, 6)

    @given(cents, st.dictionaries(st.integers(1, 9), st.integers(1, 100).map(Decimal), min_size=1))
    def test_the_parts_are_the_whole(self, amount, shares):
        self.assertEqual(sum(split_amount(amount, Split(shares), CENT).values()), amount)

    @given(st.lists(cents, max_size=5))
    def test_the_lines_are_the_total(self, amounts):
        parts = [split_amount(amount, Split(AGENCIES), CENT) for amount in amounts]
        self.assertEqual(sum(split_total(parts).values()), sum(amounts))

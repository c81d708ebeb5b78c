# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.certified_work import accrued_levels, taken_over

CENTS = st.integers(min_value=0, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
SIGNS = st.sampled_from((1, -1))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
#: What happens on a line: the site confirms, or a certificate goes up to a part of the value.
STEPS = st.lists(st.tuples(st.sampled_from(("site", "certificate")), CENTS), max_size=8)


@tagged("post_install", "-at_install")
class TestCertifiedWorkCore(BaseCase):
    @given(SIGNS, STEPS)
    def test_work_is_accepted_once(self, sign, happened):
        confirmed = certified = Decimal(0)
        for who, amount in happened:
            if who == "site":
                confirmed += sign * amount
                continue
            added = sign * amount - certified
            accepted = confirmed + certified
            confirmed -= taken_over(confirmed, added) if sign * added > 0 else 0
            certified += added
            if sign * added > 0:
                # as much as one of both says, never the sum
                self.assertEqual(
                    sign * (confirmed + certified), max(sign * accepted, sign * certified)
                )
            self.assertGreaterEqual(sign * confirmed, 0)

    @given(SIGNS, CENTS, DAYS, st.lists(st.tuples(DAYS, CENTS), max_size=4))
    @example(-1, Decimal(0), date(2026, 3, 31), [(date(2026, 4, 10), Decimal("0.01"))])
    def test_never_more_than_certified(self, sign, amount, day, bills):
        bills = [(billed_on, sign * part) for billed_on, part in bills]
        levels = accrued_levels((day, sign * amount), bills)
        billed = sum((part for _day, part in bills), Decimal(0))
        accrued = levels[-1][1]
        self.assertGreaterEqual(sign * accrued, 0)
        self.assertLessEqual(sign * (accrued + billed), max(amount, sign * billed))

    def test_a_correction_accrues_until_it_is_billed(self):
        march, april = date(2026, 3, 31), date(2026, 4, 10)
        levels = accrued_levels((march, Decimal(-10)), [(april, Decimal(-10))])
        self.assertEqual(levels, [(march, Decimal(-10)), (april, Decimal(0))])

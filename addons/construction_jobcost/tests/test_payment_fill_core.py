# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.payment_application import Claim, Standing, advance, faults
from ..core.payment_fill import claim_up_to
from ..core.retention import Terms

CENT = Decimal("0.01")
cents = st.integers(0, 10**8).map(lambda n: n * CENT)
percents = st.integers(0, 10000).map(lambda n: n * CENT)


@st.composite
def lines(draw):
    """A line that was not billed beyond its value, and a claim so far that fits it."""
    scheduled = draw(cents)
    work = scheduled * draw(st.integers(0, 100)) / 100 // CENT * CENT
    stored = (scheduled - work) * draw(st.integers(0, 100)) / 100 // CENT * CENT
    claimed = (scheduled - work - stored) * draw(st.integers(0, 100)) / 100 // CENT * CENT
    return Standing(scheduled, work=work, stored=stored), Claim(work=claimed)


@tagged("post_install", "-at_install")
class TestPaymentFillCore(BaseCase):
    @given(lines(), percents)
    def test_it_fits_and_never_takes_back(self, line, percent):
        before, claim = line
        filled = claim_up_to(before, claim, percent, CENT)
        after = advance([before], [filled], Terms(), CENT)
        self.assertFalse(faults([before], [filled], after, [False]))
        self.assertGreaterEqual(before.work + filled.work + filled.moved, before.work + claim.work)

    @given(lines())
    def test_the_rest_is_all(self, line):
        before, claim = line
        filled = claim_up_to(before, claim, Decimal(100), CENT)
        after = advance([before], [filled], Terms(), CENT)[0]
        self.assertEqual((after.work, after.stored), (before.scheduled, 0))

    def test_up_to_a_percentage(self):
        before = Standing(Decimal(1000), work=Decimal(200), stored=Decimal(100))
        for percent, work in ((10, 5), (20, 5), (25, 50), (95, 700)):
            with self.subTest(percent=percent):
                filled = claim_up_to(before, Claim(work=Decimal(5)), Decimal(percent), CENT)
                self.assertEqual(filled.work, work)

    def test_a_deduction_goes_down(self):
        before = Standing(Decimal(-1000), work=Decimal(-200))
        self.assertEqual(claim_up_to(before, Claim(), Decimal(50), CENT).work, -300)
        self.assertEqual(claim_up_to(before, Claim(), Decimal(10), CENT).work, 0)
        self.assertEqual(claim_up_to(before, Claim(), Decimal(100), CENT).work, -800)

    def test_nothing_is_left_where_more_was_billed(self):
        before = Standing(Decimal(1000), work=Decimal(1200))
        self.assertEqual(claim_up_to(before, Claim(), Decimal(100), CENT), Claim())

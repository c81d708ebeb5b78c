# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.retention import Band, Terms, Work, on_period, rounded

CENT = Decimal("0.01")
cents = st.integers(0, 10**9).map(lambda n: n * CENT)
percents = st.integers(0, 100).map(Decimal)
bands = st.lists(st.builds(Band, st.integers(1, 100).map(Decimal), percents), max_size=4)


def bands_of(*pairs):
    return tuple(Band(Decimal(up_to), Decimal(percent)) for up_to, percent in pairs)


@tagged("post_install", "-at_install")
class TestRetentionCore(BaseCase):
    def _held(self, lines, *pairs, scope="contract"):
        terms = Terms(bands=bands_of(*pairs), scope=scope)
        works = [Work(Decimal(scheduled), Decimal(done)) for scheduled, done in lines]
        return self._first(terms, works)

    def _first(self, terms, works):
        return on_period(terms, [Work(work.scheduled, Decimal(0)) for work in works], works, CENT)

    def test_flat_rate(self):
        terms = Terms(work=Decimal(5), stored=Decimal(10))
        self.assertEqual(self._first(terms, [Work(Decimal(15000), Decimal(12000))]), [600])
        self.assertEqual(terms.on_stored(Decimal(1000)), 100)

    def test_bands_of_the_contract_are_spread_over_its_lines(self):
        lines = [(2000, 1200), (10000, 6000)]
        self.assertEqual(self._held(lines, (30, 10)), [60, 300])
        self.assertEqual(self._held(lines, (20, 10), (38, 15)), [94, 470])

    def test_bands_of_each_line(self):
        lines = [(1000, 100), (1000, 900)]
        self.assertEqual(self._held(lines, (50, 10), scope="line"), [10, 50])
        # the contract as a whole is half done
        self.assertEqual(self._held(lines, (50, 10)), [10, 90])

    def test_a_deduct_is_held_back_nothing(self):
        self.assertEqual(self._held([(1000, 500), (-100, -100)], (100, 10)), [40, 0])
        self.assertEqual(self._held([(1000, 500), (-100, -100)], (100, 10), scope="line"), [50, 0])
        self.assertEqual(self._held([(-100, -100)], (100, 10)), [0])

    def test_rounding_goes_away_from_zero(self):
        self.assertEqual(rounded(Decimal("0.005"), CENT), CENT)
        self.assertEqual(rounded(Decimal("-0.005"), CENT), -CENT)

    @given(bands, cents, cents)
    def test_never_more_than_the_highest_rate_and_never_less_with_more_work(
        self, agreed, scheduled, done
    ):
        terms = Terms(bands=tuple(agreed))
        held = terms.on_work(scheduled, done)
        highest = max((band.percent for band in agreed), default=Decimal(0))
        self.assertLessEqual(held, done * highest / 100)
        self.assertGreaterEqual(held, terms.on_work(scheduled, done / 2))

    @given(bands, st.lists(st.tuples(cents, cents), min_size=1, max_size=6))
    def test_the_parts_are_the_whole(self, agreed, pairs):
        works = [Work(max(pair), min(pair)) for pair in pairs]
        terms = Terms(bands=tuple(agreed), scope="contract")
        total = terms.on_work(
            sum(work.scheduled for work in works), sum(work.done for work in works)
        )
        if agreed:
            self.assertEqual(sum(self._first(terms, works)), rounded(total, CENT))

    def test_what_is_held_stays_where_it_is(self):
        """Above the bands nothing more is held, and no line's retention goes to another one."""
        terms = Terms(bands=bands_of((30, 10)), scope="contract")
        before = [Work(Decimal(1000), Decimal(600)), Work(Decimal(1000), Decimal(0))]
        after = [Work(Decimal(1000), Decimal(600)), Work(Decimal(1000), Decimal(900))]
        self.assertEqual(on_period(terms, before, after, CENT), [0, 0])
        self.assertEqual(on_period(terms, after, before, CENT), [0, 0])

    def test_a_correction_gives_back(self):
        terms = Terms(bands=bands_of((50, 10)), scope="contract")
        before = [Work(Decimal(1000), Decimal(500)), Work(Decimal(1000), Decimal(300))]
        after = [Work(Decimal(1000), Decimal(400)), Work(Decimal(1000), Decimal(350))]
        self.assertEqual(on_period(terms, before, after, CENT), [-5, 0])

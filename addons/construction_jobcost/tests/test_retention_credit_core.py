# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.retention_credit import BilledPart, after, is_beyond, take_back
from ..core.retention_ledger import added_up

CENT = Decimal("0.01")
cents = st.integers(-(10**7), 10**7).map(lambda n: n * CENT)
positive = st.integers(0, 10**7).map(lambda n: n * CENT)
parts = st.lists(st.builds(BilledPart, positive, positive, cents), min_size=1, max_size=8)


@tagged("post_install", "-at_install")
class TestRetentionCreditCore(BaseCase):
    @given(cents, parts)
    def test_nothing_is_lost(self, amount, billed):
        taken = take_back(amount, billed, CENT)
        self.assertEqual(sum(taken), amount)

    @given(parts, st.lists(st.tuples(st.integers(-100, 100), st.booleans()), max_size=5))
    def test_no_item_gives_more_than_it_has(self, billed, credits):
        """Credit notes one after the other: each takes a part of what the ones before left."""
        left = billed
        for percent, keeps_work in credits:
            limits = [part.withheld if percent > 0 else part.released for part in left]
            amount = (sum(limits) * percent / 100).quantize(CENT, "ROUND_DOWN")
            if not keeps_work:
                left = [BilledPart(part.withheld, part.released) for part in left]
            taken = take_back(amount, left, CENT)
            self.assertFalse(is_beyond([amount], left))
            for part, limit in zip(taken, limits, strict=True):
                self.assertTrue(0 <= (part if percent > 0 else -part) <= limit)
            left = after(left, taken)
        self.assertGreaterEqual(min(min(part.withheld, part.released) for part in left), 0)

    @given(parts)
    def test_all_of_it_is_each_part(self, billed):
        whole = sum(part.withheld for part in billed)
        self.assertEqual(take_back(whole, billed, CENT), [part.withheld for part in billed])
        self.assertFalse(is_beyond([whole], billed))
        self.assertTrue(is_beyond([whole, CENT], billed))

    def test_it_goes_with_the_work_that_is_credited(self):
        billed = [
            BilledPart(withheld=Decimal(100), credited=Decimal(300)),
            BilledPart(withheld=Decimal(20), credited=Decimal(900)),
            BilledPart(withheld=Decimal(500)),
        ]
        # 10 and 30 by the work, of which 20 are there; the other 10 by what is left of 90 and 500
        expected = [Decimal(text) for text in ("11.53", "20", "8.47")]
        self.assertEqual(take_back(Decimal(40), billed, CENT), expected)

    def test_levels(self):
        days = [date(2026, 5, 20), date(2026, 5, 1), date(2026, 5, 20)]
        events = list(zip(days, map(Decimal, (5, 3, -8)), strict=True))
        self.assertEqual(added_up(events), [(days[1], 3), (days[0], 0)])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.month_end import (
    Accepted,
    Finding,
    Item,
    month_before,
    month_bounds,
    out_of_order,
    short_weeks,
    whole_weeks,
)

#: The first draw in a server reads the sources of all that is loaded.
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
items = st.lists(
    st.builds(
        Item,
        st.integers(0, 3),
        st.integers(1, 5),
        st.integers(-1000, 1000).map(Decimal),
        st.integers(0, 2),
    )
)


@tagged("post_install", "-at_install")
class TestMonthEndCore(BaseCase):
    @QUIET
    @given(items, st.sets(st.tuples(st.integers(0, 3), st.integers(1, 5))))
    def test_cells_add_up_to_what_was_found(self, found, places):
        accepted = {Accepted("x", *place) for place in places}
        finding = Finding("x", found, accepted)
        whole = finding.get_cell(0)
        still = [item for item in found if (item.job_id, item.record_id) not in places]
        self.assertEqual(whole.count + whole.accepted, len(found))
        self.assertEqual(whole.amount, sum((item.amount for item in still), Decimal(0)))
        self.assertEqual(
            set(finding.get_open(0)), {(item.job_id, item.record_id) for item in still}
        )

    @QUIET
    @given(items)
    def test_what_is_accepted_does_not_block_any_more(self, found):
        finding = Finding("x", found, set())
        accepted = {Accepted("x", *place) for place in finding.get_open(0)}
        self.assertEqual(Finding("x", found, accepted).get_cell(0).count, 0)
        self.assertEqual(Finding("y", found, accepted).get_cell(0).count, finding.get_cell(0).count)

    @QUIET
    @given(days)
    def test_months_follow_each_other(self, day):
        first, last = month_bounds(day)
        self.assertTrue(first <= day <= last)
        self.assertEqual((last - month_before(day)[1]).days, (last - first).days + 1)
        self.assertFalse(out_of_order(first, month_before(day)[0]))
        self.assertFalse(out_of_order(first, None))
        self.assertTrue(out_of_order(first, first))

    @QUIET
    @given(days)
    def test_whole_weeks_stay_in_the_month(self, day):
        first, last = month_bounds(day)
        weeks = list(whole_weeks(first, last))
        self.assertIn(len(weeks), (3, 4))
        for monday, sunday in weeks:
            self.assertEqual((monday.weekday(), (sunday - monday).days), (0, 6))
            self.assertTrue(first <= monday and sunday <= last)

    def test_short_weeks(self):
        first, last = month_bounds(date(2026, 3, 15))
        worked = {date(2026, 3, day): Decimal(8) for day in (2, 3, 4, 5, 6, 9, 10)}
        self.assertEqual(
            short_weeks(worked, Decimal(40), first, last),
            [
                (date(2026, 3, 9), Decimal(24)),
                (date(2026, 3, 16), Decimal(40)),
                (date(2026, 3, 23), Decimal(40)),
            ],
        )
        self.assertEqual(short_weeks({}, Decimal(0), first, last), [])

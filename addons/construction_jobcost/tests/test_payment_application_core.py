# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.payment_application import (
    Claim,
    Standing,
    Summary,
    advance,
    faults,
    release,
    summarize,
)
from ..core.retention import Band, Terms

CENT = Decimal("0.01")
ZERO = Decimal(0)
amounts = st.integers(0, 10**8).map(lambda n: n * CENT)
percents = st.integers(0, 100).map(Decimal)
terms = st.builds(
    Terms,
    work=percents,
    stored=percents,
    bands=st.lists(st.builds(Band, st.integers(1, 100).map(Decimal), percents), max_size=3).map(
        tuple
    ),
    scope=st.sampled_from(["line", "contract"]),
)
#: Per line: work, newly stored, and which part of the stored material is installed.
steps = st.lists(
    st.tuples(terms, st.lists(st.tuples(amounts, amounts, percents), min_size=3, max_size=3)),
    max_size=6,
)


def D(value):
    return Decimal(str(value))


def line(scheduled, **values):
    return Standing(D(scheduled), **{name: D(value) for name, value in values.items()})


def claim(**values):
    return Claim(**{name: D(value) for name, value in values.items()})


@tagged("post_install", "-at_install")
class TestPaymentApplicationCore(BaseCase):
    """The published examples, and the rules that hold whatever happens."""

    def _codes(self, before, claims, may_overbill=False, agreed=None):
        after = advance(before, claims, agreed or Terms(), CENT)
        return [
            (fault.code, fault.line)
            for fault in faults(before, claims, after, [may_overbill] * len(before))
        ]

    def test_summary_of_the_published_example(self):
        summary = Summary(D(50000), D(5000), D(53000), D(5200), D(100), D(47700))
        self.assertEqual(
            (summary.contract, summary.earned, summary.due, summary.balance),
            (55000, 47700, 0, 7300),
        )

    def test_line_of_the_published_example(self):
        [after] = advance([line(15000)], [claim(work=12000)], Terms(work=D(5)), CENT)
        self.assertEqual(
            (after.completed, after.held, after.earned, after.balance, after.percent),
            (12000, 600, 11400, 3000, 80),
        )

    def test_installed_material_takes_its_retention_along(self):
        agreed = Terms(work=D(5), stored=D(10))
        [stored] = advance([line(10000)], [claim(stored=2000)], agreed, CENT)
        self.assertEqual((stored.stored, stored.withheld_stored), (2000, 200))
        [after] = advance([stored], [claim(work=1000, moved=500)], agreed, CENT)
        self.assertEqual((after.work, after.stored, after.completed), (1500, 1500, 3000))
        self.assertEqual((after.withheld_work, after.withheld_stored), (100, 150))
        summary = summarize(D(10000), ZERO, [stored], [after])
        self.assertEqual((summary.held_work, summary.held_stored, summary.due), (100, 150, 950))

    def test_terms_count_from_where_they_change(self):
        [half] = advance([line(1000)], [claim(work=500)], Terms(work=D(10)), CENT)
        [after] = advance([half], [claim(work=500)], Terms(), CENT)
        self.assertEqual((half.held, after.held), (50, 50))

    def test_less_than_the_terms_may_be_withheld(self):
        [after] = advance(
            [line(1000)], [claim(work=300, stored=100, withheld=10)], Terms(work=D(10)), CENT
        )
        self.assertEqual((after.withheld_work, after.withheld_stored), (D("7.5"), D("2.5")))

    def test_release_over_lines(self):
        lines = [
            line(1000, work=1000, withheld_work=100),
            line(500, work=500, withheld_work=30, withheld_stored=20),
        ]
        part = release(lines, D(30), CENT)
        self.assertEqual([one.held for one in part], [80, 40])
        self.assertEqual([one.held for one in release(part, None, CENT)], [0, 0])
        self.assertEqual(release([line(1)], None, CENT), [line(1)])
        with self.assertRaises(ValueError):
            release(part, D("120.01"), CENT)
        summary = summarize(D(1500), ZERO, lines, part)
        self.assertEqual((summary.due, summary.earned, summary.previous), (30, 1380, 1350))

    def test_what_is_refused(self):
        full = line(1000, work=600, stored=200, withheld_work=60)
        cases = [
            (claim(work=201), ("application.over_scheduled", 0)),
            (claim(work=-601), ("application.work_negative", 0)),
            (claim(moved=-1), ("application.moved_negative", 0)),
            (claim(moved=201), ("application.moved_more_than_stored", 0)),
            (claim(stored=-201), ("application.stored_negative", 0)),
            (claim(released=-1), ("application.released_negative", 0)),
            (claim(released=61), ("application.released_more_than_held", 0)),
            (claim(work=-1), ("application.due_negative", None)),
        ]
        for one, expected in cases:
            with self.subTest(code=expected[0]):
                self.assertIn(expected, self._codes([full], [one]))
        self.assertEqual(self._codes([full], [claim(work=200, moved=200, released=60)]), [])
        self.assertEqual(self._codes([full], [claim(work=201)], may_overbill=True), [])

    def test_a_deduct_counts_the_other_way_round(self):
        deduct = line(-100)
        self.assertEqual(self._codes([line(1000), deduct], [claim(work=500), claim(work=-100)]), [])
        self.assertIn(
            ("application.over_scheduled", 1),
            self._codes([line(1000), deduct], [claim(work=500), claim(work=-101)]),
        )

    # the first draw builds all strategies, which takes long on a busy machine
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps, st.lists(percents, min_size=6, max_size=6))
    def test_a_chain_of_applications_and_releases(self, chain, releases):
        lines = [line(1_000_000), line(250_000), line(0)]
        paid = ZERO
        previous = ZERO
        for (agreed, periods), part in zip(chain, releases, strict=False):
            claims = [
                Claim(work, stored, (one.stored * moved / 100).quantize(CENT))
                for one, (work, stored, moved) in zip(lines, periods, strict=True)
            ]
            after = advance(lines, claims, agreed, CENT)
            summary = summarize(ZERO, ZERO, lines, after)
            # line 7 is line 6 of the one before, whatever came between
            self.assertEqual(summary.previous, previous)
            self.assertEqual(
                summary.completed - sum(one.completed for one in lines),
                sum(one.completed for one in claims),
            )
            self.assertEqual(summary.held, sum(one.withheld - one.released for one in after))
            self.assertTrue(all(one.held >= 0 and one.held_ok for one in map(Checked, after)))
            paid += summary.due
            held = sum(one.held for one in after)
            lines = release(after, (held * part / 100).quantize(CENT), CENT)
            paid += held - sum(one.held for one in lines)
            previous = sum(one.earned for one in lines)
            self.assertEqual(paid, previous)


class Checked:
    """What holds of each line by itself."""

    def __init__(self, standing):
        self.held = standing.held
        self.held_ok = min(standing.withheld_work, standing.withheld_stored) >= 0

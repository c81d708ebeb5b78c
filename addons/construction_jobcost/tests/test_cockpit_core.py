# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.cockpit import broad, largest, months_between, percent, trend
from ..core.cost_report import column_buckets
from ..core.cost_tree import Line, Node, Step, grow

COLUMNS = ("revised_budget", "committed", "job_to_date")
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CENTS = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents) / 100)
SUMS = st.dictionaries(
    st.tuples(
        st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        st.sampled_from(["original_budget", "original_commitments", "invoiced", "contract"]),
    ),
    CENTS,
    max_size=15,
)


@tagged("post_install", "-at_install")
class TestCockpitCore(BaseCase):
    @QUIET
    @given(SUMS, st.integers(1, 30))
    def test_the_last_month_holds_all_and_months_add_up(self, sums, longest):
        shown = trend(sums, COLUMNS, longest)
        for column in COLUMNS:
            total = sum(
                (amount for (_day, name), amount in sums.items() if name in column_buckets(column)),
                Decimal(0),
            )
            self.assertEqual((shown.series.get(column) or [Decimal(0)])[-1], total)
        self.assertLessEqual(len(shown.months), longest)
        for column in shown.series:
            self.assertEqual(len(shown.series[column]), len(shown.months))
            for month, amount in zip(shown.months, shown.series[column], strict=True):
                until = sum(
                    value
                    for (day, name), value in sums.items()
                    if name in column_buckets(column) and day.replace(day=1) <= month
                )
                self.assertEqual(amount, until)

    def test_months_have_no_gap(self):
        self.assertEqual(
            months_between(date(2025, 11, 20), date(2026, 2, 1)),
            [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)],
        )

    def test_revenue_alone_makes_no_trend(self):
        self.assertEqual(trend({(date(2026, 1, 1), "contract"): Decimal(9)}, COLUMNS).months, [])

    @QUIET
    @given(st.lists(CENTS, max_size=12), st.integers(1, 8))
    def test_the_largest_and_the_rest_are_all(self, amounts, count):
        nodes = [
            Node(str(number), line_ids=[number], figures={"committed": amount})
            for number, amount in enumerate(amounts)
        ]
        kept, rest = largest(nodes, "committed", count)
        self.assertLessEqual(len(kept) + bool(rest), count)
        shown = [*kept, *([rest] if rest else [])]
        self.assertEqual(sum(node.figures["committed"] for node in shown), sum(amounts))
        self.assertEqual(sorted(i for n in shown for i in n.line_ids), [*range(len(amounts))])
        if rest and kept:
            smallest = min(abs(node.figures["committed"]) for node in kept)
            others = [node for node in nodes if node not in kept]
            self.assertTrue(all(abs(n.figures["committed"]) <= smallest for n in others))

    def test_few_divisions_open_up(self):
        def line(number, *codes):
            return Line(number, [Step(c, c, c) for c in codes], "L", "", {"committed": Decimal(1)})

        root = grow([line(1, "03", "03-1"), line(2, "03", "03-2"), line(3, "05", "05-1")])
        self.assertEqual([node.code for node in broad(root)], ["03-1", "03-2", "05-1"])
        self.assertEqual([node.code for node in broad(root, 2)], ["03", "05"])
        self.assertEqual(broad(grow([])), [])

    def test_percent_of_nothing_is_none(self):
        self.assertEqual(percent(Decimal(1), Decimal(3)), 33)
        self.assertIsNone(percent(Decimal(1), Decimal(0)))
        self.assertIsNone(percent(Decimal(1), Decimal(-5)))

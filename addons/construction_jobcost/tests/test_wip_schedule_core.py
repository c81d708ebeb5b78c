# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.wip import JobFigures
from ..core.wip_schedule import Presented, differences, entry_parts, presented, sums
from .test_wip_core import CENT, amounts, job, jobs

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
steps = st.sampled_from([CENT, Decimal(1), Decimal("0.05"), Decimal("0.001")])


@st.composite
def priced(draw):
    """A job whose amounts are multiples of the smallest unit of its currency, and that unit."""
    step = draw(steps)
    whole = st.integers(0, 10**9).map(lambda n: n * step)
    cost = draw(whole)
    part = draw(st.integers(0, 100))
    return (
        JobFigures(
            contract=draw(whole),
            estimate=cost + draw(whole),
            cost=cost,
            billed=draw(whole),
            uninstalled=cost // step * part // 100 * step,
            method=draw(st.sampled_from(["cost", "units", "manual"])),
            complete=Decimal(draw(st.integers(0, 10000))) / 10000,
        ),
        step,
    )


@tagged("post_install", "-at_install")
class TestWipScheduleCore(BaseCase):
    def test_the_published_example(self):
        line = presented(job(1_000_000, 850_000, 425_000, 550_000), CENT)
        self.assertEqual((line.percent, line.earned, line.unearned), (50, 500_000, 500_000))
        self.assertEqual((line.overbilled, line.underbilled), (50_000, 0))
        self.assertEqual((line.gross_profit, line.backlog_profit), (75_000, 75_000))
        self.assertEqual((line.backlog_cost, line.margin_percent), (425_000, 15))

    def test_a_third_is_rounded_once(self):
        line = presented(job(1_000_000, 3, 1), CENT)
        self.assertEqual(line.earned, Decimal("333333.33"))
        self.assertEqual(line.unearned, Decimal("666666.67"))
        self.assertEqual(line.underbilled, Decimal("333333.33"))

    def test_a_loss_is_provided_for_as_a_whole(self):
        line = presented(job(1000, 1200, 300, 400), CENT)
        self.assertEqual((line.loss_provision, line.gross_profit), (150, -200))
        self.assertEqual(line.backlog_profit, 0)
        parts = entry_parts(line.overbilled, line.underbilled, line.loss_provision)
        self.assertEqual(
            parts,
            [
                ("overbilled", "revenue", 150),
                ("overbilled", "liability", -150),
                ("loss", "loss", 150),
                ("loss", "provision", -150),
            ],
        )

    @QUIET
    @given(priced())
    def test_earned_and_unearned_are_the_contract(self, item):
        figures, step = item
        line = presented(figures, step)
        self.assertEqual(line.earned + line.unearned, figures.contract)
        self.assertEqual(line.earned % step, 0)

    @QUIET
    @given(priced())
    def test_a_job_is_over_or_underbilled(self, item):
        figures, step = item
        line = presented(figures, step)
        self.assertEqual(line.overbilled * line.underbilled, 0)
        self.assertEqual(line.earned + line.overbilled - line.underbilled, figures.billed)

    @QUIET
    @given(priced())
    def test_gross_profit_and_backlog_are_the_margin(self, item):
        figures, step = item
        line = presented(figures, step)
        self.assertEqual(line.gross_profit + line.backlog_profit, line.margin)
        self.assertGreaterEqual(line.loss_provision, 0)
        if line.margin < 0:
            self.assertLessEqual(line.gross_profit, line.margin)

    @QUIET
    @given(st.lists(priced(), max_size=6))
    def test_the_entry_is_balanced_whatever_the_figures(self, items):
        lines = [presented(*item) for item in items]
        parts = [
            part
            for line in lines
            for part in entry_parts(line.overbilled, line.underbilled, line.loss_provision)
        ]
        self.assertEqual(sum(part.amount for part in parts), 0)
        self.assertTrue(all(part.amount for part in parts))
        # billed, brought to what was earned
        revenue = sum(part.amount for part in parts if part.role == "revenue")
        billed = sum(figures.billed for figures, _step in items)
        self.assertEqual(billed - revenue, sum(line.earned for line in lines))

    @QUIET
    @given(st.lists(jobs(), max_size=6))
    def test_totals_are_sums_and_nothing_is_netted(self, items):
        names = list(Presented.__annotations__)
        rows = [{name: getattr(presented(item, CENT), name) for name in names} for item in items]
        totals = sums(rows, names)
        for name in names:
            self.assertEqual(totals[name], sum(row[name] for row in rows))
        self.assertEqual(totals["overbilled"], sum(max(0, row["overbilled"]) for row in rows))

    @QUIET
    @given(amounts, amounts)
    def test_differences(self, kept, found):
        result = differences({"cost": kept, "billed": kept}, {"cost": kept, "billed": found})
        self.assertEqual(result, {} if kept == found else {"billed": (kept, found)})

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.wip import JobFigures, totals

CENT = Decimal("0.01")
amounts = st.integers(0, 10**9).map(lambda n: n * CENT)
parts = st.integers(0, 100).map(lambda n: Decimal(n) / 100)


@st.composite
def jobs(draw):
    cost = draw(amounts)
    return JobFigures(
        contract=draw(amounts),
        estimate=cost + draw(amounts),
        cost=cost,
        billed=draw(amounts),
        uninstalled=(cost * draw(parts)).quantize(CENT),
        method=draw(st.sampled_from(["cost", "units", "manual"])),
        complete=draw(parts),
    )


def job(contract, estimate, cost, billed=0, **values):
    return JobFigures(*map(Decimal, (contract, estimate, cost, billed)), **values)


@tagged("post_install", "-at_install")
class TestWip(BaseCase):
    def test_over_and_underbilled(self):
        over, under = (
            job(1_000_000, 850_000, 425_000, 550_000),
            job(1_000_000, 850_000, 425_000, 450_000),
        )
        self.assertEqual((over.earned, over.overbilled, over.underbilled), (500_000, 50_000, 0))
        self.assertEqual((under.earned, under.overbilled, under.underbilled), (500_000, 0, 50_000))
        both = totals([over, under])
        # side by side, not netted to nothing
        self.assertEqual((both.overbilled, both.underbilled), (50_000, 50_000))

    def test_percent_complete(self):
        third = job(1_000_000, 3, 1)
        self.assertEqual(round(third.fraction * 100, 2), Decimal("33.33"))
        self.assertEqual(third.earned.quantize(CENT), Decimal("333333.33"))
        capped = job(500, 100, 125)
        self.assertEqual((capped.fraction, capped.earned), (1, 500))

    def test_uninstalled_material_earns_its_cost_alone(self):
        # IFRS 15, example 19: 500 of 2,500 spent, 1,500 more for elevators that are not installed
        lift = job(5000, 4000, 2000, uninstalled=Decimal(1500))
        self.assertEqual(lift.fraction, Decimal("0.2"))
        self.assertEqual(lift.earned, 2200)
        self.assertEqual(lift.margin_to_date, 200)

    def test_by_units_or_by_hand(self):
        for method in ("units", "manual"):
            self.assertEqual(
                job(1000, 900, 100, method=method, complete=Decimal("0.5")).earned, 500
            )

    def test_a_job_in_loss_takes_the_whole_loss_at_once(self):
        loss = job(1000, 1200, 300)
        self.assertEqual((loss.earned, loss.margin_to_date), (250, -200))
        self.assertEqual(loss.loss_provision, 150)
        done = job(1000, 1200, 1200)
        self.assertEqual((done.loss_provision, done.margin_to_date), (0, -200))

    def test_nothing_spent_and_nothing_to_do(self):
        self.assertEqual(job(1000, 0, 0).earned, 0)
        self.assertEqual(job(1000, 10, 10, uninstalled=Decimal(10)).fraction, 1)

    @given(jobs())
    def test_earned_and_unearned_are_the_contract(self, figures):
        self.assertEqual(figures.earned + figures.unearned, figures.contract)
        self.assertGreaterEqual(figures.earned, 0)
        self.assertGreaterEqual(figures.unearned, -CENT)

    @given(jobs())
    def test_billed_is_earned_and_one_of_the_two(self, figures):
        self.assertEqual(figures.earned + figures.overbilled - figures.underbilled, figures.billed)
        self.assertEqual(min(figures.overbilled, figures.underbilled), 0)

    @given(jobs())
    def test_a_loss_is_never_shown_in_part(self, figures):
        if figures.margin < 0:
            self.assertLessEqual(figures.margin_to_date, figures.margin + CENT)

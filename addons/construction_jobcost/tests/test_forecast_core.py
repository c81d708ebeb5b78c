# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.earned_value import EarnedValue, total
from ..core.forecast import LineFigures, Plug, forecast, percent_done

ZERO = Decimal(0)
amounts = st.integers(0, 10**7).map(Decimal)
positive = st.integers(1, 10**7).map(Decimal)


def D(value):
    return Decimal(str(value))


@tagged("post_install", "-at_install")
class TestForecastCore(BaseCase):
    figures = LineFigures(
        projected_budget=D(8000),
        actual=D(6000),
        projected=D(6000),
        units_estimated=D(5000),
        units_done=D(2500),
    )

    def test_units_method(self):
        found = forecast("units", self.figures)
        self.assertEqual((found.estimate_at_completion, found.over_under), (12000, -4000))
        self.assertEqual(found.used, "units")

    def test_a_figure_given_by_hand(self):
        found = forecast("units", self.figures, Plug(D(10000)))
        self.assertEqual((found.remaining, found.percent_complete), (4000, 60))
        self.assertEqual((found.estimate_at_completion, found.used), (10000, "manual"))

    def test_how_long_it_is_kept(self):
        kept = Plug(D(5000))
        self.assertEqual(forecast("units", self.figures, kept).used, "manual")
        # what is spent is not forecast away
        self.assertEqual(forecast("units", self.figures, kept).estimate_at_completion, 6000)
        replaced = Plug(D(10000), "replace", is_stale=True)
        self.assertEqual(forecast("units", self.figures, replaced).used, "units")
        fresh = Plug(D(10000), "replace")
        self.assertEqual(forecast("units", self.figures, fresh).used, "manual")
        for amount, used in ((6000, "manual"), (5999, "units")):
            exceeded = Plug(D(amount), "replace_when_exceeded")
            self.assertEqual(forecast("units", self.figures, exceeded).used, used)

    def test_other_methods(self):
        line = LineFigures(D(1000), D(200), D(700), percent=D(40))
        for method, estimate, used in (
            ("automatic", 1000, "automatic"),
            ("remaining_commitment", 700, "remaining_commitment"),
            ("percent", 700, "percent"),
            ("units", 1000, "automatic"),
            ("manual", 1000, "automatic"),
        ):
            found = forecast(method, line)
            self.assertEqual((found.estimate_at_completion, found.used), (estimate, used))

    def test_what_the_next_forecast_starts_from(self):
        for rule, actual, kept in (
            ("keep", 12000, True),
            ("replace", 1, False),
            ("replace_when_exceeded", 10000, True),
            ("replace_when_exceeded", 10001, False),
        ):
            plug = Plug(D(10000), rule)
            self.assertEqual(plug.carried(D(actual)), plug if kept else None, rule)

    def test_how_much_is_done(self):
        def done(line, method, plug=None):
            return percent_done(line, forecast(method, line, plug))

        self.assertEqual(done(self.figures, "units"), 50)
        self.assertEqual(done(self.figures, "units", Plug(D(10000))), 60)
        line = LineFigures(D(1000), D(200), D(200), percent=D(40))
        self.assertEqual(done(line, "percent"), 40)
        self.assertEqual(done(line, "automatic"), 20)
        over = LineFigures(D(10), D(20), D(20), units_estimated=D(5), units_done=D(6))
        self.assertEqual(done(over, "units"), 100)
        self.assertEqual(done(LineFigures(ZERO, ZERO, ZERO), "automatic"), 0)

    @given(st.sampled_from(["automatic", "remaining_commitment"]), amounts, amounts, amounts)
    def test_a_bill_on_a_commitment_changes_nothing(self, method, budget, committed, billed):
        billed = min(billed, committed)
        before = forecast(method, LineFigures(budget, ZERO, committed))
        after = forecast(method, LineFigures(budget, billed, committed))
        self.assertEqual(before.estimate_at_completion, after.estimate_at_completion)
        self.assertEqual(after.remaining, before.remaining - billed)

    @given(
        st.sampled_from(["automatic", "remaining_commitment", "units", "percent", "manual"]),
        st.builds(LineFigures, amounts, amounts, amounts, amounts, amounts, amounts),
        st.none() | st.builds(Plug, amounts, st.sampled_from(["keep", "replace"]), st.booleans()),
    )
    def test_the_parts_are_the_whole(self, method, line, plug):
        found = forecast(method, line, plug)
        self.assertEqual(found.actual + found.remaining, found.estimate_at_completion)
        self.assertGreaterEqual(found.remaining, 0)
        self.assertGreaterEqual(found.estimate_at_completion, line.projected)
        self.assertTrue(0 <= percent_done(line, found) <= 100)
        self.assertEqual(found.over_under, line.projected_budget - found.estimate_at_completion)


@tagged("post_install", "-at_install")
class TestEarnedValue(BaseCase):
    def test_published_example(self):
        found = EarnedValue(bac=D(100), ev=D(40), ac=D(45), pv=D(50))
        self.assertEqual(round(found.cpi, 3), D("0.889"))
        self.assertEqual(round(found.eac_at_cpi, 6), D("112.5"))
        self.assertEqual(found.eac_as_budgeted, 105)
        self.assertEqual(round(found.eac_at_cpi_and_spi, 6), D("129.375"))
        self.assertEqual(round(found.tcpi, 2), D("1.09"))
        self.assertEqual((found.cost_variance, found.schedule_variance), (-5, -10))
        self.assertEqual(found.spi, D("0.8"))
        self.assertEqual(found.eac_bottom_up(D(70)), 115)

    def test_nothing_can_be_said_of_nothing(self):
        nothing = EarnedValue(ZERO, ZERO, ZERO, ZERO)
        for name in ("cpi", "spi", "tcpi", "eac_at_cpi", "eac_at_cpi_and_spi"):
            self.assertIsNone(getattr(nothing, name), name)

    @given(positive, amounts)
    def test_on_cost_all_estimates_agree(self, earned, rest):
        budget = earned + rest
        found = EarnedValue(bac=budget, ev=earned, ac=earned, pv=earned)
        self.assertEqual(found.cpi, 1)
        estimates = {
            found.eac_as_budgeted,
            found.eac_at_cpi,
            found.eac_at_cpi_and_spi,
            found.eac_bottom_up(budget - earned),
        }
        self.assertEqual(estimates, {budget})

    def test_the_whole_is_judged_by_its_sums(self):
        one = EarnedValue(bac=D(100), ev=D(40), ac=D(45), pv=D(50))
        other = EarnedValue(bac=D(200), ev=D(60), ac=D(55), pv=D(50))
        self.assertEqual(total([one, other]), EarnedValue(D(300), D(100), D(100), D(100)))
        self.assertEqual(total([]), EarnedValue(ZERO, ZERO, ZERO, ZERO))

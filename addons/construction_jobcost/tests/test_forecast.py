# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .forecast_common import APRIL, FEBRUARY, JANUARY, MARCH, ForecastCommon


@tagged("post_install", "-at_install")
class TestForecast(ForecastCommon):
    def test_a_line_starts_from_the_ledger(self):
        line = self.line(self.forecast())
        self.assertRecordValues(
            line,
            [
                {
                    "projected_budget": 8000,
                    "job_to_date": 6000,
                    "projected_cost": 6000,
                    "uom_id": self.hour.id,
                    "units_estimated": 5000,
                    "units_done": 2500,
                    "used_method": "automatic",
                    "estimate_at_completion": 8000,
                    "cost_to_complete": 2000,
                }
            ],
        )

    def test_published_example_by_units_and_by_hand(self):
        line = self.line(self.forecast(method="units"))
        self.assertEqual((line.estimate_at_completion, line.over_under), (12000, -4000))
        self.assertEqual((line.percent_complete, line.earned_value), (50, 4000))
        line.plug_amount = 10000
        self.assertEqual((line.used_method, line.cost_to_complete), ("manual", 4000))
        self.assertEqual(line.percent_complete, 60)

    def test_percent_and_remaining_commitment(self):
        line = self.line(self.forecast(method="percent", percent=40))
        self.assertEqual(line.estimate_at_completion, 15000)
        line.method = "remaining_commitment"
        self.assertEqual((line.estimate_at_completion, line.cost_to_complete), (6000, 0))

    def test_nothing_spent_is_forecast_away(self):
        line = self.line(self.forecast(method="manual", plug_amount=5000, plug_rule="keep"))
        self.assertEqual((line.estimate_at_completion, line.cost_to_complete), (6000, 0))

    def test_figures_are_as_of_the_month_end(self):
        self.assertEqual(self.line(self.forecast(JANUARY)).job_to_date, 0)
        self.create_timesheet(hours=100, date="2026-03-01")
        forecast = self.forecast()
        self.assertEqual(self.line(forecast).job_to_date, 6000)

    def test_a_day_within_the_month_becomes_its_end(self):
        self.assertEqual(self.forecast("2026-02-10").period, Date.to_date(FEBRUARY))

    def test_submitted_figures_stay_and_can_be_found_again(self):
        forecast = self.forecast(method="units")
        with self.known("2026-03-02 10:00:00"):
            forecast.action_submit()
            self.env.cr.flush()
        with self.known("2026-03-05 10:00:00"):
            self.create_timesheet(hours=500)
            self.env.cr.flush()
        line = self.line(forecast)
        self.assertEqual((line.job_to_date, line.estimate_at_completion), (6000, 12000))
        found = forecast.action_view_report()["context"]
        self.assertEqual(found, {"as_of": FEBRUARY, "known_at": "2026-03-02 10:00:00"})

    def test_submission_takes_the_newest_figures(self):
        forecast = self.forecast(method="units")
        self.create_timesheet(hours=500)
        forecast.action_submit()
        line = self.line(forecast)
        self.assertEqual((line.job_to_date, line.units_done), (7200, 3000))

    def test_units_counted_by_hand_are_kept(self):
        forecast = self.forecast(method="units", units_done=2000)
        self.create_timesheet(hours=500)
        forecast.action_refresh()
        line = self.line(forecast)
        self.assertEqual((line.units_done, line.ledger_units_done), (2000, 3000))
        self.assertEqual(line.estimate_at_completion, 18000)

    def test_new_budget_lines_come_with_a_refresh(self):
        forecast = self.forecast()
        self.award(self.job, (self.digging, 10, 500), number="E-2")
        forecast.action_refresh()
        self.assertEqual(self.line(forecast, self.digging).estimate_at_completion, 500)
        self.assertEqual(forecast.estimate_at_completion, 8500)

    # What the ledger gets -----------------------------------------------------------------------

    def test_approved_it_is_the_estimate_of_the_cost_report(self):
        forecast = self.forecast(method="units")
        forecast.action_submit()
        self.assertEqual(self.report("estimate_at_completion"), 8000)
        forecast.with_user(self.finance).action_approve()
        place = (self.concrete, self.labor)
        self.assertEqual(self.held("forecast_adjustment"), {place: (4000, 0)})
        self.assertEqual(self.report("estimate_at_completion"), 12000)
        self.assertEqual(self.report("forecast_to_complete"), 6000)
        self.assertEqual(self.report("over_under"), -4000)
        self.assertEqual(self.report("estimate_at_completion", as_of="2026-02-27"), 8000)
        self.assertLedgerAgrees()

    def test_the_rule_of_the_report_goes_on_without_a_judgement(self):
        self.approved()
        self.assertEqual(self.held("forecast_adjustment"), {})

    def test_an_estimate_is_kept_until_cost_exceeds_it(self):
        self.approved(method="manual", plug_amount=10000)
        self.create_timesheet(hours=1000, date="2026-03-03")
        self.assertEqual(self.report("estimate_at_completion"), 10000)
        self.create_timesheet(hours=1000, date="2026-03-04")
        self.assertEqual(self.report("estimate_at_completion"), 10800)
        self.assertEqual(self.report("forecast_to_complete"), 0)

    def test_the_next_one_takes_its_place_and_older_days_keep_it(self):
        first = self.approved(method="units")
        second = self.approved(MARCH, method="manual", plug_amount=9000)
        self.assertRecordValues(
            first | second,
            [
                {"state": "superseded", "superseded_on": Date.to_date(MARCH)},
                {"state": "approved", "superseded_on": False},
            ],
        )
        for day, estimate in ((FEBRUARY, 12000), ("2026-03-30", 12000), (MARCH, 9000)):
            self.assertEqual(self.report("estimate_at_completion", as_of=day), estimate, day)
        self.assertEqual(self.report("estimate_at_completion"), 9000)
        self.assertLedgerAgrees()

    def test_voiding_brings_the_one_before_back(self):
        first = self.approved(method="units")
        second = self.approved(MARCH, method="manual", plug_amount=9000)
        with self.assertRaises(UserError):
            second.with_user(self.controller).action_void("")
        second.with_user(self.controller).action_void("Wrong job")
        self.assertEqual((first.state, first.superseded_on), ("approved", False))
        self.assertEqual(self.report("estimate_at_completion"), 12000)
        self.assertLedgerAgrees()
        with self.assertRaises(UserError):
            second.with_user(self.controller).action_approve()

    def test_approved_changes_of_the_budget_move_the_estimate(self):
        self.approved(method="units")
        self.award(self.job, (self.concrete, 1000, 1000), number="E-2", date="2026-03-05")
        self.assertEqual(self.report("estimate_at_completion"), 13000)
        self.assertEqual(self.report("over_under"), -4000)

    # From month to month ------------------------------------------------------------------------

    def test_forecasts_go_on_from_month_to_month(self):
        self.approved(MARCH)
        for period in (JANUARY, FEBRUARY):
            with self.assertRaises(UserError):
                self.forecast(period)

    @mute_logger("odoo.sql_db")
    def test_a_month_has_one(self):
        self.forecast()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.forecast()

    def test_the_next_starts_as_the_one_before_ended(self):
        self.approved(method="units", units_estimated=4000, note="Less hours")
        following = self.forecast(MARCH)
        self.assertRecordValues(
            self.line(following),
            [
                {
                    "method": "units",
                    "units_estimated": 4000,
                    "units_done": 2500,
                    "estimate_at_completion": 9600,
                    "previous_eac": 9600,
                    "change_amount": 0,
                    "note": False,
                }
            ],
        )

    def test_a_kept_figure_stays(self):
        self._over_three_months("keep", ("manual", 10000), ("manual", 10800))

    def test_a_figure_of_one_month_goes(self):
        self._over_three_months("replace", ("units", 12000), ("units", 12000))

    def test_a_figure_stays_until_cost_exceeds_it(self):
        self._over_three_months("replace_when_exceeded", ("manual", 10000), ("units", 12000))

    def _over_three_months(self, rule, march, april):
        """March costs 9,600 in all, April 10,800; hours go on at the same price."""
        self.approved(method="units", plug_amount=10000, plug_rule=rule)
        for period, hours, expected in ((MARCH, 1500, march), (APRIL, 500, april)):
            self.create_timesheet(hours=hours, date=f"{period[:7]}-02")
            line = self.line(self.approved(period))
            self.assertEqual((line.used_method, line.estimate_at_completion), expected)
            self.assertEqual(self.report("estimate_at_completion", as_of=period), expected[1])

    def test_a_manual_line_whose_figure_goes_is_automatic(self):
        self.approved(method="manual", plug_amount=10000, plug_rule="replace")
        line = self.line(self.forecast(MARCH))
        self.assertEqual((line.method, line.plug_amount), ("automatic", 0))

    def test_a_large_change_needs_a_note(self):
        self.company.forecast_note_amount = 1000
        self.approved(method="units")
        forecast = self.forecast(MARCH, plug_amount=13000)
        forecast.action_submit()
        forecast.action_draft()
        line = self.line(forecast)
        line.plug_amount = 13001
        self.assertTrue(line.is_note_missing)
        with self.assertRaises(UserError) as caught:
            forecast.action_submit()
        self.assertIn("03-300", str(caught.exception))
        line.note = "Rock below axis C"
        forecast.action_submit()
        self.assertEqual(forecast.change_amount, 1001)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.fields import Date
from odoo.tests import tagged

from .forecast_common import FEBRUARY, MARCH, ForecastCommon

amounts = st.integers(0, 20000)


@tagged("post_install", "-at_install")
class TestForecastValue(ForecastCommon):
    def test_earned_planned_and_actual(self):
        """Half of the work is done where all should be: BAC 8,000, AC 6,000."""
        self._plan("2026-02-01", "2026-02-28")
        forecast = self.forecast(method="units")
        self.assertRecordValues(
            forecast,
            [
                {
                    "revised_budget": 8000,
                    "planned_value": 8000,
                    "earned_value": 4000,
                    "job_to_date": 6000,
                    "cost_variance": -2000,
                    "schedule_variance": -4000,
                    "eac_as_budgeted": 10000,
                    "eac_at_cpi": 12000,
                    "eac_at_cpi_and_spi": 18000,
                }
            ],
        )
        self.assertEqual((forecast.cpi, forecast.spi, forecast.tcpi), (0.667, 0.5, 2))

    def test_all_estimates_agree_on_cost(self):
        """6,000 spent, 75 % done, 75 % planned."""
        self._plan("2026-02-01", "2026-02-28")
        line = self.line(self.forecast(method="percent", percent=75)).budget_line_id
        line.write({"plan_start": "2026-02-19", "plan_finish": "2026-03-03"})
        forecast = self.env["construction.forecast"].search([("project_id", "=", self.job.id)])
        forecast.action_refresh()
        self.assertEqual((forecast.planned_value, forecast.cpi, forecast.spi), (6000, 1, 1))
        self.assertEqual(
            {
                forecast.eac_as_budgeted,
                forecast.eac_at_cpi,
                forecast.eac_at_cpi_and_spi,
                forecast.estimate_at_completion,
            },
            {8000},
        )

    def test_a_line_without_days_is_planned_over_the_job(self):
        line = self.line(self.forecast())
        self.assertEqual(line.plan_finish, Date.to_date("2026-12-31"))
        self.assertAlmostEqual(line.planned_value, 8000 * 58 / 364, 2)

    def test_a_job_without_days_plans_nothing(self):
        self.job.write({"date_start": False, "date": False})
        forecast = self.forecast()
        self.assertEqual((forecast.planned_value, forecast.unplanned_count), (0, 1))

    def test_the_profile_of_the_company_is_frozen(self):
        self._plan("2026-01-31", "2026-03-28")
        self.company.plan_profile = "s_curve"
        forecast = self.forecast()
        forecast.action_submit()
        planned = forecast.planned_value
        self.company.plan_profile = "linear"
        self.assertAlmostEqual(planned, 4000, 2)
        curve = forecast.get_earned_value()["chart"]["series"][0]
        self.assertEqual((curve["key"], curve["data"][1]), ("planned", planned))

    def test_the_curve_of_a_job(self):
        self._plan("2026-02-01", "2026-04-30")
        self.approved(method="units")
        self.create_timesheet(hours=500, date="2026-03-03")
        forecast = self.approved(MARCH)
        found = forecast.get_earned_value()
        series = {one["key"]: one["data"] for one in found["chart"]["series"]}
        self.assertEqual(found["chart"]["labels"], ["Feb 26", "Mar 26", "Apr 26"])
        self.assertEqual(series["actual"], [6000, 7200, None])
        self.assertEqual(series["earned"], [4000, 4800, None])
        self.assertEqual(series["forecast"], [None, 7200, 12000])
        self.assertEqual(series["planned"][-1], 8000)
        self.assertEqual(found["total"]["ac"], 7200)
        cockpit = self.env["construction.job.cockpit"].with_user(self.auditor)
        self.assertEqual(cockpit.get_cockpit(self.job.id)["charts"]["curve"], found)
        earlier = cockpit.get_cockpit(self.job.id, as_of="2026-03-30")["charts"]["curve"]
        self.assertEqual(earlier["total"]["ac"], 6000)
        self.assertFalse(cockpit.get_cockpit(self.job.id, as_of="2026-02-01")["charts"]["curve"])

    def test_a_curve_is_of_what_was_known(self):
        forecast = self.forecast(method="units")
        with self.known("2026-03-02 10:00:00"):
            forecast.action_submit()
            self.env.cr.flush()
        with self.known("2026-03-05 10:00:00"):
            self.create_timesheet(hours=500)
            self.env.cr.flush()
        actual = forecast.get_earned_value()["chart"]["series"][2]
        self.assertEqual((actual["key"], actual["data"][1]), ("actual", 6000))

    def test_codes_are_summed_up_by_the_code_above(self):
        parent = self.env["construction.cost.code"].create({"code": "G-1", "name": "Structure"})
        (self.concrete | self.digging).parent_id = parent
        self.award(self.job, (self.digging, 10, 500), number="E-2")
        rows = self.forecast(method="units").get_earned_value()["rows"]
        self.assertEqual([(row["label"], row["bac"]) for row in rows], [("G-1 Structure", 8500)])
        self.assertIsNone(
            self.forecast(MARCH, job=self._idle_job()).get_earned_value()["total"]["cpi"]
        )

    def test_two_forecasts_compared(self):
        self.award(self.job, (self.digging, 10, 500), number="E-2")
        self.approved(method="units")
        forecast = self.forecast(MARCH, plug_amount=9000)
        action = forecast.with_user(self.auditor).action_compare()
        comparison = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            [
                (line.cost_code_id, line.eac_then, line.eac_now, line.difference)
                for line in comparison.line_ids
            ],
            [(self.concrete, 12000, 9000, -3000), (self.digging, 500, 500, 0)],
        )
        content = forecast._get_comparison_workbook(comparison.other_id)
        rows = list(load_workbook(io.BytesIO(content)).active.values)
        self.assertEqual(rows[-1][3:], (12500, 9500, -3000))
        self.assertEqual(rows[-3][0], "03-300")

    @settings(
        max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.sampled_from(["automatic", "remaining_commitment", "units", "percent", "manual"]),
        st.integers(0, 100),
        amounts,
        st.sampled_from(["keep", "replace", "replace_when_exceeded"]),
    )
    def test_whatever_is_chosen_the_report_says_the_same(self, method, percent, plug, rule):
        with self.cr.savepoint() as savepoint:
            forecast = self.approved(
                method=method, percent=percent, plug_amount=plug, plug_rule=rule
            )
            line = self.line(forecast)
            self.assertEqual(
                self.report("estimate_at_completion", FEBRUARY), line.estimate_at_completion
            )
            self.assertGreaterEqual(line.estimate_at_completion, line.job_to_date)
            self.assertEqual(self.report("over_under", FEBRUARY), line.over_under)
            savepoint.close(rollback=True)
        self.env.invalidate_all()

    def _plan(self, start, finish):
        line = self.env["construction.budget.line"].search([("project_id", "=", self.job.id)])
        line.write({"plan_start": start, "plan_finish": finish})

    def _idle_job(self):
        job = self.create_job("0043")
        job.job_team_ids |= self.manager
        return job


@tagged("post_install", "-at_install")
class TestForecastBulk(ForecastCommon):
    def test_the_forecasts_of_a_month(self):
        other, closed = self.create_job("0050"), self.create_job("0051", job_status="complete")
        (other | closed).job_team_ids |= self.manager
        wizard = (
            self.env["construction.forecast.wizard"]
            .with_user(self.manager)
            .create({"period": "2026-03-15", "company_id": self.company.id})
        )
        self.assertEqual(wizard.project_ids, self.job | other)
        wizard.action_create()
        forecasts = self.env["construction.forecast"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(forecasts.mapped("period")), {Date.to_date(MARCH)})
        again = (
            self.env["construction.forecast.wizard"]
            .with_user(self.manager)
            .create({"period": MARCH, "company_id": self.company.id})
        )
        self.assertFalse(again.project_ids)

    def test_queries_do_not_grow_with_jobs_and_lines(self):
        """Creating takes the same for many; the steps of each forecast whatever its lines."""
        (few, steps), (many, _steps) = self._count("1", 2, 2), self._count("2", 4, 40)
        self.assertLessEqual(many, few + 12)
        _created, more_lines = self._count("3", 2, 40)
        self.assertLessEqual(more_lines, steps + 12)

    def _count(self, prefix, jobs, lines):
        codes = self.env["construction.cost.code"].create(
            [{"code": f"{prefix}-{n}", "name": "Code"} for n in range(lines)]
        )
        jobs = self.env["project.project"].concat(
            *(self.create_job(f"{prefix}{n}") for n in range(jobs))
        )
        for job in jobs:
            self.award(job, *((code, 10, 100) for code in codes))
        self.env.cr.flush()
        self.env.invalidate_all()
        created = taken = 0
        for period in (FEBRUARY, MARCH):
            before = self.cr.sql_log_count
            forecasts = self.env["construction.forecast"].create(
                [{"project_id": job.id, "period": period} for job in jobs]
            )
            self.env.flush_all()
            created += self.cr.sql_log_count - before
            self.assertEqual(len(forecasts.line_ids), len(jobs) * lines)
            forecasts.line_ids.write({"method": "percent", "percent": 50})
            before = self.cr.sql_log_count
            forecasts.action_submit()
            forecasts.with_user(self.controller).action_approve()
            self.env.cr.flush()
            taken += self.cr.sql_log_count - before
        return created, taken

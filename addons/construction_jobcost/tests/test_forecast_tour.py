# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from ..core.table import read_table
from .forecast_common import MARCH, ForecastCommon


@tagged("post_install", "-at_install")
class TestForecastTour(ForecastCommon, HttpCase):
    def test_from_draft_to_the_cost_report(self):
        """Each as the person whose step it is."""
        self.start_tour(
            "/odoo/forecasts", "construction_forecast_prepare", login=self.manager.login
        )
        forecast = self.env["construction.forecast"].search([("project_id", "=", self.job.id)])
        self.assertRecordValues(forecast, [{"state": "submitted", "estimate_at_completion": 10000}])
        self.assertEqual(forecast.author_ids, self.manager)
        self.start_tour(
            "/odoo/forecasts", "construction_forecast_approve", login=self.controller.login
        )
        self.assertEqual(self.report("estimate_at_completion"), 10000)
        self.start_tour("/odoo/job-cost", "construction_forecast_report", login=self.auditor.login)

    def test_the_file_of_a_comparison(self):
        first = self.approved(method="units")
        second = self.forecast(MARCH)
        path = f"/construction_jobcost/forecasts/{second.id}/compared/{first.id}.xlsx"
        self.authenticate(self.auditor.login, self.auditor.login)
        self.assertEqual(read_table(self.url_open(path).content)[-1][3:], ["12000", "12000", "0"])
        self.create_user("fc_outsider", "construction_jobcost.group_job_cost_user")
        self.job.job_team_ids = False
        self.authenticate("fc_outsider", "fc_outsider")
        self.assertEqual(self.url_open(path).status_code, 404)

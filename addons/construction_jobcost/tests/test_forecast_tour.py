# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .forecast_common import ForecastCommon


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

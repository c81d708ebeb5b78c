# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .procurement_common import JOB_COST, ProcurementCommon

MARCH, APRIL = "2026-03-31", "2026-04-30"


@tagged("post_install", "-at_install")
class TestForecastCommitment(ProcurementCommon):
    """Five pieces at 100 are ordered, two of them billed; the budget is 1,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._person("fo_finance", JOB_COST + "finance", cls.company)

    def setUp(self):
        super().setUp()
        self._budget(1000)
        with freeze_time("2026-03-05 12:00:00"):
            self.order = self._confirmed_order((self.rebar, 5, 100.0))

    def test_a_bill_does_not_count_on_top_of_its_order(self):
        for method, estimate in (("remaining_commitment", 500), ("automatic", 1000)):
            line = self._forecast(MARCH).line_ids
            line.method = method
            self.assertEqual((line.job_to_date, line.estimate_at_completion), (0, estimate))
            line.forecast_id.unlink()
        self._bill_two()
        line = self._forecast(MARCH).line_ids
        self.assertEqual((line.committed, line.job_to_date, line.projected_cost), (500, 200, 500))
        line.method = "remaining_commitment"
        self.assertEqual((line.estimate_at_completion, line.cost_to_complete), (500, 300))

    def test_units_done_are_those_received_or_billed(self):
        self._bill_two()
        line = self._forecast(MARCH).line_ids
        self.assertEqual((line.uom_id, line.units_done), (self.rebar.uom_id, 2))
        line.write({"method": "units", "units_estimated": 12})
        self.assertEqual(line.estimate_at_completion, 1200)

    def test_a_commitment_is_not_forecast_away(self):
        line = self._forecast(MARCH).line_ids
        line.write({"method": "manual", "plug_amount": 300, "plug_rule": "keep"})
        self.assertEqual(line.estimate_at_completion, 500)
        self._approve(line.forecast_id)
        self.assertEqual(self._eac(), 500)

    def test_savings_show_until_more_is_ordered(self):
        line = self._forecast(MARCH).line_ids
        line.method = "remaining_commitment"
        self._approve(line.forecast_id)
        self.assertEqual(self._eac(), 500)
        with freeze_time("2026-04-05 12:00:00"):
            self._confirmed_order((self.rebar, 3, 100.0))
        self.assertEqual(self._eac(), 800)
        self.assertEqual(self._eac(MARCH), 500)
        self.assertEqual(self._forecast(APRIL).line_ids.estimate_at_completion, 800)

    def _forecast(self, period):
        return (
            self.env["construction.forecast"]
            .with_user(self.manager)
            .create({"project_id": self.job.id, "period": period})
        )

    def _approve(self, forecast):
        forecast.action_submit()
        forecast.with_user(self.finance).action_approve()
        self.env.cr.flush()

    def _bill_two(self):
        bill = self._bill((self.order.order_line, 2, 100.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()

    def _eac(self, as_of=None):
        rows = self.job._get_job_cost(as_of=as_of)
        return float(sum(row["estimate_at_completion"] for row in rows))

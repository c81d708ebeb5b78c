# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestJobCostApi(HandlerCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.set_up_job(budget="1000.00")
        self.order()
        self.key = self.env["integration.api.key"]._generate(self.system, "test", days=1)

    def get(self, job="0042", key=None, **params):
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return self.url_open(
            f"/construction/v1/jobs/{job}/cost?{query}",
            headers={"Authorization": f"Bearer {key or self.key}"},
        )

    def test_report_by_line_and_in_total(self):
        answer = self.get().json()
        self.assertEqual(
            answer["job"], {"code": "0042", "name": "Job 0042", "entity": "Acme", "currency": "USD"}
        )
        self.assertEqual(answer["totals"]["revised_budget"], "1000.00")
        self.assertEqual(answer["totals"]["committed"], "500.00")
        self.assertEqual(answer["totals"]["available"], "500.00")
        (line,) = answer["lines"]
        self.assertEqual(
            (line["cost_code"], line["cost_type"], line["phase"]), ("03-300", "M", None)
        )
        self.assertEqual(line["open_commitment"], "500.00")

    def test_every_promised_column_is_there(self):
        promised = (
            "original_budget, budget_changes, approved_changes, revised_budget, "
            "pending_budget_changes, projected_budget, original_commitments, "
            "approved_commitment_changes, committed, pending_commitments, pending_cost_changes, "
            "received, invoiced, direct_cost, accrued, job_to_date, open_commitment, "
            "projected_cost, forecast_to_complete, estimate_at_completion, over_under, "
            "retention_held, retention_released, retention_paid, available"
        )
        self.assertEqual(set(self.get().json()["totals"]), set(promised.split(", ")))

    def test_as_of_a_day_before_the_order(self):
        totals = self.get(as_of="2026-03-03").json()["totals"]
        self.assertEqual((totals["original_budget"], totals["committed"]), ("1000.00", "0.00"))

    def test_known_at_a_time_before_everything(self):
        totals = self.get(known_at="2020-01-01T00:00:00Z").json()["totals"]
        self.assertEqual(totals["original_budget"], "0.00")

    def test_filters(self):
        self.assertEqual(len(self.get(cost_type="M").json()["lines"]), 1)
        self.assertEqual(self.get(cost_type="L").json()["lines"], [])
        self.assertEqual(self.get(cost_code="99").json()["totals"]["committed"], "0.00")

    def test_bad_parameters_are_named(self):
        for params in ({"as_off": "2026-01-01"}, {"as_of": "yesterday"}, {"known_at": "x"}):
            response = self.get(**params)
            self.assertEqual(response.status_code, 422, params)
            self.assertEqual(response.headers["Content-Type"], "application/problem+json")

    def test_job_of_a_company_out_of_reach_is_not_found(self):
        self.env["project.project"].create(
            {"name": "Secret", "job_code": "S-1", "company_id": self.strange.id}
        )
        self.assertEqual(self.get("S-1").status_code, 404)
        self.assertEqual(self.get("NONE").status_code, 404)
        self.assertEqual(self.get(entity="NOWHERE").status_code, 404)

    def test_key_is_needed(self):
        self.assertEqual(self.get(key="cik_wrong").status_code, 401)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.tests import tagged

from ..core.cost_report import COLUMN_NAMES, columns
from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestCostReport(JobCostCommon):
    def setUp(self):
        super().setUp()
        self.report = self.env["construction.cost.report"]
        with self.known("2026-01-10 08:00:00"):
            self.create_estimate(
                lines=[(self.concrete, self.labor, 1000), (self.digging, self.labor, 300)]
            ).action_award()
            self.entries._project_stale()

    def test_rows_agree_with_the_plain_columns(self):
        self.create_timesheet(hours=30)
        self.create_timesheet(hours=2, cost_code_id=False)
        rows = self.report.search([("project_id", "=", self.job.id)])
        self.assertEqual(len(rows), 3)
        sums = self.entries._read_group(
            [("project_id", "=", self.job.id)], ["budget_line_id", "bucket"], ["amount:sum"]
        )
        for row in rows:
            buckets = {
                bucket: Decimal(str(amount))
                for line, bucket, amount in sums
                if line == row.budget_line_id
            }
            expected = columns(buckets)
            for name in COLUMN_NAMES:
                self.assertEqual(Decimal(str(row[name])), expected[name], name)

    def test_a_job_reads_the_same_as_its_rows(self):
        self.create_timesheet(hours=30)
        self.create_timesheet(hours=2, cost_code_id=False, date="2026-02-10")
        for moment in ({}, {"as_of": "2026-02-05"}, {"known_at": "2026-01-12 00:00:00"}):
            self.report.invalidate_model()
            rows = self.report.with_context(**moment).search([("project_id", "=", self.job.id)])
            expected = {
                (row.cost_code_id.code, row.cost_type_id.code): [row[name] for name in COLUMN_NAMES]
                for row in rows
            }
            got = {
                (row["cost_code"], row["cost_type"]): [float(row[name]) for name in COLUMN_NAMES]
                for row in self.job._get_job_cost(**moment)
            }
            self.assertEqual(got, expected, moment)

    def test_totals_are_sums_of_lines(self):
        self.create_timesheet(hours=30)
        ((eac, over, forecast),) = self.report._read_group(
            [("project_id", "=", self.job.id)],
            [],
            ["estimate_at_completion:sum", "over_under:sum", "forecast_to_complete:sum"],
        )
        # concrete is 500 over; excavation still expects its 300: they do not offset
        self.assertEqual((eac, over, forecast), (1800, -500, 300))

    def test_as_of_leaves_out_later_days(self):
        self.create_timesheet(hours=1, date="2026-02-02")
        self.create_timesheet(hours=1, date="2026-02-03")
        cost = {
            day: self.line_of(self.job._get_job_cost(as_of=day), "03-300")["direct_cost"]
            for day in ("2026-02-01", "2026-02-02", "2026-02-03")
        }
        self.assertEqual(list(cost.values()), [0, 50, 100])

    def test_known_at_reproduces_an_earlier_report(self):
        with self.known("2026-02-05 10:00:00"):
            line = self.create_timesheet(hours=4, date="2026-02-02")
            self.entries._project_stale()
        with self.known("2026-02-09 10:00:00"):
            line.unit_amount = 6
            self.entries._project_stale()

        def cost(moment):
            rows = self.job._get_job_cost(as_of="2026-02-02", known_at=moment)
            return self.line_of(rows, "03-300")["direct_cost"]

        self.assertEqual(cost("2026-02-05 09:59:59"), 0)
        self.assertEqual(cost("2026-02-05 10:00:00"), 200)
        self.assertEqual(cost("2026-02-09 10:00:00"), 300)

    def test_screen_honours_the_dates(self):
        self.create_timesheet(hours=1, date="2026-02-02")
        domain = [("project_id", "=", self.job.id), ("direct_cost", ">", 0)]
        report = self.report.with_context
        self.assertFalse(report(as_of="2026-02-01").search(domain))
        self.assertEqual(len(report(as_of="2026-02-02").search(domain)), 1)
        self.assertFalse(report(known_at="2026-01-11 00:00:00").search(domain))

    def test_job_cost_filters_and_order(self):
        self.create_timesheet(hours=1, cost_type_id=self.material.id)
        rows = self.job._get_job_cost()
        self.assertEqual(
            [(row["cost_code"], row["cost_type"]) for row in rows],
            [("0031", "L"), ("03-300", "L"), ("03-300", "M")],
        )
        self.assertEqual(rows[0]["description"], "Excavation")
        self.assertIsNone(rows[0]["phase"])
        self.assertEqual(len(self.job._get_job_cost(cost_code="03-300")), 2)
        (row,) = self.job._get_job_cost(cost_code="03-300", cost_type="M")
        self.assertEqual(row["direct_cost"], Decimal("50.00"))
        self.assertEqual(self.job._get_job_cost(cost_code="3-300"), [])

    def test_other_jobs_stay_out(self):
        other = self.create_job("0043")
        self.create_estimate(job=other).action_award()
        self.assertEqual(sum(row["revised_budget"] for row in self.job._get_job_cost()), 1300)
        self.assertEqual(sum(row["revised_budget"] for row in other._get_job_cost()), 1000)

    def test_drill_down_opens_the_entries_of_the_row(self):
        self.create_timesheet(hours=1)
        row = self.report.search(
            [("project_id", "=", self.job.id), ("cost_code_id", "=", self.concrete.id)]
        )
        action = row.with_context(as_of="2026-02-02").action_view_entries()
        entries = self.entries.search(action["domain"])
        self.assertEqual(set(entries.mapped("bucket")), {"original_budget", "direct_cost"})
        action = row.with_context(as_of="2026-02-01").action_view_entries()
        self.assertEqual(self.entries.search(action["domain"]).bucket, "original_budget")

    def test_job_shows_its_figures(self):
        self.create_timesheet(hours=13)
        self.assertEqual(self.job.job_revised_budget, 1300)
        self.assertEqual(self.job.job_cost_to_date, 650)
        self.assertEqual(self.job.job_cost_percent, 50)

    def test_a_code_that_is_renamed_shows_its_new_name(self):
        self.job._get_job_cost()
        self.concrete.name = "Cast-in-place"
        self.assertIn("Cast-in-place", {row["description"] for row in self.job._get_job_cost()})
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.job.with_context(lang="fr_FR")
        french._get_job_cost()
        self.concrete.update_field_translations("name", {"fr_FR": "Béton"})
        self.assertIn("Béton", {row["description"] for row in french._get_job_cost()})
        self.concrete.code = "00-000"
        self.assertEqual(self.job._get_job_cost()[0]["cost_code"], "00-000")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..core.cost_report import BUCKETS, column_buckets
from ..core.timing import timing
from .common import MODULE, JobCostCommon

JANUARY, FEBRUARY, MARCH = (f"2026-0{month}-20 12:00:00" for month in (1, 2, 3))


@tagged("post_install", "-at_install")
class TestRestatement(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.create_user("reader", f"{MODULE}.group_cost_controller").with_context(
            allowed_company_ids=cls.company.ids
        )

    def setUp(self):
        super().setUp()
        with self.known(JANUARY):
            self.create_estimate(lines=[(self.concrete, self.labor, 1000)]).action_award()
            self.line = self.create_timesheet(hours=8, date="2026-01-15")
            self.entries._project_stale()
        with self.known(FEBRUARY):
            self.create_timesheet(hours=2, date="2026-02-19")
            self.entries._project_stale()
        with self.known(MARCH):
            # retroactive: January's hours belonged to another code
            self.line.cost_code_id = self.digging
            self.entries._project_stale()

    def rows(self, job=None, **context):
        rows = (
            self.env["construction.cost.restatement"]
            .with_user(self.reader)
            .with_context(**context)
            .search([("project_id", "=", (job or self.job).id)])
        )
        return {
            (row.cost_code_id, row.column): (row.amount_before, row.amount_after, row.amount_change)
            for row in rows
        }

    def test_retroactive_coding_shows_on_both_codes(self):
        rows = self.rows(known_from=FEBRUARY, known_to=MARCH)
        self.assertEqual(rows[self.concrete, "direct_cost"], (500, 100, -400))
        self.assertEqual(rows[self.digging, "direct_cost"], (0, 400, 400))
        self.assertEqual(rows[self.digging, "over_under"], (0, -400, -400))
        self.assertEqual(rows[self.concrete, "forecast_to_complete"], (500, 900, 400))
        self.assertNotIn((self.concrete, "original_budget"), rows)

    def test_period_cut_leaves_out_what_counts_later(self):
        self.assertEqual(self.rows(known_from=JANUARY, known_to=FEBRUARY, as_of="2026-01-31"), {})
        rows = self.rows(known_from=JANUARY, as_of="2026-01-31")
        self.assertEqual(rows[self.concrete, "direct_cost"], (400, 0, -400))

    def test_rows_agree_with_the_cost_report_of_both_moments(self):
        before, after = (
            {
                (row["cost_code"], name): value
                for row in self.job._get_job_cost(known_at=moment)
                for name, value in dict(row).items()
            }
            for moment in (JANUARY, MARCH)
        )
        rows = self.rows(known_from=JANUARY, known_to=MARCH)
        for (code, column), (old, new, _change) in rows.items():
            self.assertEqual(old, before.get((code.code, column), 0), (code.code, column))
            self.assertEqual(new, after[code.code, column], (code.code, column))
        shown = {(code.code, column) for code, column in rows}
        self.assertEqual({key for key in shown if before.get(key) == after[key]}, set())

    def test_drill_down_names_what_was_recorded_in_between(self):
        report = self.env["construction.cost.restatement"].with_user(self.reader)
        row = report.with_context(known_from=FEBRUARY, known_to=MARCH).search(
            [("cost_code_id", "=", self.concrete.id), ("column", "=", "job_to_date")]
        )
        action = row.action_view_entries()
        entries = self.entries.search(action["domain"])
        self.assertEqual(entries.mapped("amount"), [-400])
        self.assertEqual(entries.source_id, self.line.id)
        self.assertEqual(entries.timing, "late")

    def test_columns_know_their_buckets(self):
        self.assertEqual(column_buckets("job_to_date"), ["invoiced", "direct_cost", "accrued"])
        self.assertLessEqual(set(column_buckets("over_under")), set(BUCKETS))

    def test_wizard_compares_two_moments(self):
        wizards = self.env["construction.cost.restatement.wizard"].with_user(self.reader)
        wizard = wizards.create({"known_from": FEBRUARY, "project_ids": self.job.ids})
        action = wizard.action_open_report()
        self.assertEqual(action["context"], {"known_from": FEBRUARY})
        self.assertEqual(action["domain"], [("project_id", "in", self.job.ids)])
        wizard.known_to = JANUARY
        with self.assertRaisesRegex(UserError, "not after"):
            wizard.action_open_report()

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.create_user("stranger", f"{MODULE}.group_cost_controller")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        report = self.env["construction.cost.restatement"].with_user(stranger)
        self.assertFalse(
            report.with_context(allowed_company_ids=company.ids, known_from=JANUARY).search([])
        )

    def test_a_member_sees_the_own_jobs_only(self):
        member = self.create_user("member", f"{MODULE}.group_job_cost_user")
        report = self.env["construction.cost.restatement"].with_user(member)
        report = report.with_context(
            allowed_company_ids=self.company.ids, known_from=FEBRUARY, known_to=MARCH
        )
        self.job.job_team_ids = member
        self.assertTrue(report.search([]))
        self.job.job_team_ids = False
        self.assertFalse(report.search([]))

    def test_timing(self):
        day = date(2026, 1, 10)
        for known, closed, expected in (
            (date(2026, 1, 20), None, "on_time"),
            (date(2026, 1, 21), None, "late"),
            (date(2026, 1, 11), date(2026, 1, 9), "on_time"),
            (date(2026, 1, 11), date(2026, 1, 10), "closed"),
        ):
            self.assertEqual(timing(day, known, 10, closed), expected)

    def test_what_comes_into_a_closed_period_says_so(self):
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.known("2026-02-03 12:00:00"):
            self.line.unit_amount = 9
            self.create_timesheet(hours=1, date="2026-02-01")
            self.entries._project_stale()
        latest = self.entries.search([("create_date", "=", "2026-02-03 12:00:00")])
        self.assertEqual(
            {(str(entry.date), entry.timing) for entry in latest},
            {("2026-01-15", "closed"), ("2026-02-01", "on_time")},
        )

    def test_one_picker_for_every_report(self):
        self.env.user.group_ids |= self.env.ref(f"{MODULE}.group_job_cost_user")
        wizard = self.env["construction.cost.report.wizard"].create(
            {"as_of": "2026-01-31", "known_at": FEBRUARY, "project_ids": self.job.ids}
        )
        opened = {}
        for report in ("cost", "jobs", "commitments", "ledger"):
            wizard.report = report
            action = wizard.action_open_report()
            self.assertIn("2026-01-31", action["display_name"])
            records = self.env[action["res_model"]].with_context(**action["context"])
            opened[report] = records.search(action["domain"])
        self.assertEqual(sum(opened["cost"].mapped("direct_cost")), 400)
        self.assertEqual(opened["jobs"].job_cost_to_date, 400)
        self.assertEqual(sum(opened["ledger"].mapped("amount")), 1400)
        self.assertFalse(opened["commitments"])

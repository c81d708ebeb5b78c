# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Date
from odoo.tests import Form, tagged

from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestAnalyticLine(JobCostCommon):
    def documents(self):
        """Recompute from the timesheets themselves what the ledger has to hold."""
        result = {}
        for line in self.env["account.analytic.line"].search(
            [("account_id", "=", self.job.account_id.id), ("move_line_id", "=", False)]
        ):
            place = (line.cost_code_id or self.uncoded, line.cost_type_id or self.other)
            amount, hours = result.get(place, (0, 0))
            result[place] = (amount - line.amount, hours + line.unit_amount)
        return {place: sums for place, sums in result.items() if any(sums)}

    def assertAgrees(self, expected):
        self.assertEqual(self.held("direct_cost"), expected)
        self.assertEqual(self.documents(), expected)
        self.assertLedgerAgrees()

    def test_ledger_follows_a_timesheet_through_its_life(self):
        pour = (self.concrete, self.labor)
        dig = (self.digging, self.labor)
        line = self.create_timesheet(hours=8)
        self.assertAgrees({pour: (400, 8)})
        line.unit_amount = 6
        self.assertAgrees({pour: (300, 6)})
        line.cost_code_id = self.digging
        self.assertAgrees({dig: (300, 6)})
        line.date = Date.to_date("2026-03-01")
        self.assertAgrees({dig: (300, 6)})
        self.assertEqual(self.held("direct_cost", date="2026-02-02"), {})
        self.create_timesheet(hours=2)
        self.assertAgrees({dig: (300, 6), pour: (100, 2)})
        line.unlink()
        self.assertAgrees({pour: (100, 2)})

    def test_moving_to_another_job_keeps_the_coding(self):
        line = self.create_timesheet(hours=8)
        other = self.create_job("0043")
        line.project_id = other
        self.assertAgrees({})
        self.assertEqual(
            self.held("direct_cost", job=other), {(self.concrete, self.labor): (400, 8)}
        )

    def test_project_that_becomes_a_job_late(self):
        office = self.env["project.project"].create(
            {"name": "Office", "company_id": self.company.id}
        )
        line = self.create_timesheet(project_id=office.id, cost_code_id=False)
        self.assertEqual(self.held("direct_cost", job=office), {})
        office.job_code = "0077"
        self.assertEqual(
            self.held("direct_cost", job=office), {(self.uncoded, self.other): (400, 8)}
        )
        self.assertFalse(line.cost_code_id)
        self.assertLedgerAgrees()

    def test_uncoded_hours_are_labor(self):
        self.create_timesheet(hours=1, cost_code_id=False)
        self.assertAgrees({(self.uncoded, self.labor): (50, 1)})

    def test_recoding_by_analytic_column(self):
        line = self.create_timesheet(hours=1)
        _job, code, *_rest = line._get_coding_columns()
        line[code] = self.digging.analytic_account_id
        self.assertEqual(line.cost_code_id, self.digging)
        self.assertAgrees({(self.digging, self.labor): (50, 1)})

    def test_search_by_coding(self):
        line = self.create_timesheet()
        bare = self.create_timesheet(cost_code_id=False)
        lines = self.env["account.analytic.line"]
        job = [("project_id", "=", self.job.id)]
        self.assertEqual(lines.search(job + [("cost_code_id", "=", self.concrete.id)]), line)
        self.assertEqual(lines.search(job + [("cost_code_id", "=", False)]), bare)

    def test_other_analytic_lines_count_too(self):
        self.env["account.analytic.line"].create(
            {
                "name": "Fuel",
                "account_id": self.job.account_id.id,
                "company_id": self.company.id,
                "amount": -120,
                "date": "2026-02-03",
                "cost_code_id": self.digging.id,
                "cost_type_id": self.other.id,
            }
        )
        self.assertAgrees({(self.digging, self.other): (120, 0)})

    def test_timesheet_form_offers_coding(self):
        user = self.create_user(
            "foreman", "hr_timesheet.group_hr_timesheet_user", "project.group_project_user"
        )
        employee = self.env["hr.employee"].create(
            {
                "name": "Foreman",
                "user_id": user.id,
                "company_id": self.company.id,
                "hourly_cost": 60,
            }
        )
        view = "hr_timesheet.hr_timesheet_line_form"
        with Form(self.env["account.analytic.line"].with_user(user), view=view) as form:
            form.project_id = self.job.with_user(user)
            form.cost_code_id = self.digging.with_user(user)
            form.unit_amount = 2
        self.assertEqual(form.record.employee_id.sudo(), employee)
        self.assertAgrees({(self.digging, self.labor): (120, 2)})

    def test_a_thousand_timesheets_cost_the_ledger_few_queries(self):
        code = self.concrete.id
        lines = self.env["account.analytic.line"].create(
            [
                {
                    "project_id": self.job.id,
                    "employee_id": self.employee.id,
                    "name": "Pour",
                    "unit_amount": 1,
                    "cost_code_id": code,
                }
                for _ in range(1000)
            ]
        )
        self.env.flush_all()
        queries = self.cr.sql_log_count
        self.entries._project_stale()
        self.assertLess(self.cr.sql_log_count - queries, 40)
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (50000, 1000)})
        self.assertEqual(len(lines), 1000)

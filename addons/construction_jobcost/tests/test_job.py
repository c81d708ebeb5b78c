# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestJob(JobCostCommon):
    def test_leading_zeros_are_kept(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.job.job_code, "0042")
        self.assertNotIn("42", self.env["project.project"]._find_jobs(["42"], self.company))
        found = self.env["project.project"]._find_jobs(["0042"], self.company)
        self.assertEqual(found, {"0042": self.job})

    def test_job_always_has_an_account_of_its_company(self):
        job = self.create_job("7", allow_timesheets=False)
        self.assertEqual(job.account_id.company_id, self.company)
        project = self.env["project.project"].create(
            {"name": "Late", "allow_timesheets": False, "company_id": self.company.id}
        )
        self.assertFalse(project.account_id)
        project.job_code = " 0008 "
        self.assertTrue(project.is_job and project.account_id)
        self.assertEqual(project.job_code, "0008")

    def test_code_is_unique_per_company(self):
        other = self.env["res.company"].create({"name": "Delta Builders"})
        twin = self.create_job("0042", company_id=other.id)
        self.assertEqual(twin.company_id, other)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.create_job("0042")

    def test_two_jobs_cannot_share_an_account(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.create_job("0043", account_id=self.job.account_id.id)

    def test_blank_code_is_no_job(self):
        projects = self.create_job("  ") | self.create_job("")
        self.assertEqual(projects.mapped("is_job"), [False, False])

    def test_job_with_costs_keeps_company_account_and_code(self):
        self.create_estimate().action_award()
        other = self.env["res.company"].create({"name": "Delta Builders"})
        account = self.job.account_id.copy()
        for values in (
            {"company_id": other.id},
            {"account_id": account.id},
            {"job_code": False},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.job.write(values)
        self.job.job_code = "0042-A"
        self.assertLedgerAgrees()

    def test_job_with_costs_cannot_be_deleted(self):
        self.create_estimate().action_award()
        with self.assertRaisesRegex(UserError, "0042.*Archive"):
            self.job.unlink()
        fresh = self.create_job("0051")
        fresh.unlink()
        self.assertFalse(fresh.exists())

    def test_job_without_costs_may_change_its_company(self):
        other = self.env["res.company"].create({"name": "Delta Builders"})
        job = self.create_job("0050")
        job.company_id = other
        self.assertEqual(job.account_id.company_id, other)

    def test_phases_own_accounts_of_the_job_company(self):
        phase = self.env["construction.job.phase"].create(
            {"project_id": self.job.id, "code": "01", "name": "Street"}
        )
        account = phase.analytic_account_id
        self.assertEqual((account.name, account.code), ("0042 / Street", "01"))
        self.assertEqual(account.company_id, self.company)
        found = self.env["construction.job.phase"]._find_by_code(["01", "1"], self.job)
        self.assertEqual(found, {"01": phase})

    def test_job_form(self):
        with Form(
            self.env["project.project"], view="construction_jobcost.project_project_job_view_form"
        ) as form:
            form.name = "Harbor Bridge"
            form.job_code = "0099"
        self.assertTrue(form.record.is_job)
        self.assertEqual(form.record.display_name, "0099 Harbor Bridge")

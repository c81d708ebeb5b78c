# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestSecurity(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls.create_user("outsider")
        cls.reader = cls.create_user("reader", f"{MODULE}.group_job_cost_user")
        cls.manager = cls.create_user("manager", f"{MODULE}.group_project_manager")
        cls.controller = cls.create_user("controller", f"{MODULE}.group_cost_controller")
        cls.create_estimate().action_award()
        cls.entries._project_stale()

    def assertRefused(self, attempt):
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_access"):
            attempt()

    def test_outsider_sees_no_costs(self):
        for model in ("cost.entry", "cost.report", "budget.line", "estimate"):
            self.assertRefused(
                lambda name=f"construction.{model}": (
                    self.env[name].with_user(self.outsider).search([])
                )
            )
        self.assertRefused(lambda: self.job.with_user(self.outsider)._get_job_cost())

    def test_reader_reads_and_changes_nothing(self):
        rows = self.job.with_user(self.reader)._get_job_cost()
        self.assertEqual(sum(row["revised_budget"] for row in rows), 1000)
        estimate = self.env["construction.estimate"].search([("project_id", "=", self.job.id)])
        for attempt in (
            lambda: estimate.with_user(self.reader).write({"name": "x"}),
            lambda: estimate.copy({"revision": 5}).with_user(self.reader).action_award(),
            lambda: self.concrete.with_user(self.reader).write({"name": "x"}),
            lambda: self.job.with_user(self.reader).write({"job_code": "1"}),
        ):
            self.assertRefused(attempt)

    def test_nobody_creates_entries_or_budget_lines(self):
        for user in (self.reader, self.manager, self.controller):
            for model in ("construction.cost.entry", "construction.budget.line"):
                records = self.env[model].with_user(user)
                self.assertFalse(records.has_access("create"))
                self.assertFalse(records.has_access("unlink"))
            # of a budget line who plans the job writes the planned dates, see its forecast
            self.assertFalse(
                self.env["construction.cost.entry"].with_user(user).has_access("write")
            )
        self.assertFalse(
            self.env["construction.budget.line"].with_user(self.reader).has_access("write")
        )

    def test_manager_keeps_jobs_but_no_budgets(self):
        job = (
            self.env["project.project"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Bridge",
                    "job_code": "0100",
                    "phase_ids": [(0, 0, {"code": "01", "name": "Piers"})],
                }
            )
        )
        self.assertEqual(job.company_id, self.company)
        self.assertTrue(job.sudo().phase_ids.analytic_account_id)
        self.assertRefused(
            lambda: (
                self.env["construction.estimate"]
                .with_user(self.manager)
                .create({"project_id": job.id, "number": "E-1"})
            )
        )

    def test_controller_keeps_codes_and_budgets(self):
        code = (
            self.env["construction.cost.code"]
            .with_user(self.controller)
            .create({"code": "0500", "name": "Steel"})
        )
        self.assertTrue(code.sudo().analytic_account_id)
        estimate = (
            self.env["construction.estimate"]
            .with_user(self.controller)
            .create(
                {
                    "project_id": self.job.id,
                    "number": "E-2",
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "cost_code_id": code.id,
                                "cost_type_id": self.material.id,
                                "amount": 9,
                            },
                        )
                    ],
                }
            )
        )
        estimate.action_award()
        self.assertEqual(self.held("original_budget")[code, self.material], (9, 0))
        self.assertTrue(self.controller.has_group(f"{MODULE}.group_budget_override"))
        self.assertFalse(self.manager.has_group(f"{MODULE}.group_budget_override"))

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Delta Builders"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups=f"{MODULE}.group_cost_controller,{MODULE}.group_auditor",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        own = self.env["construction.cost.code"].create(
            {"code": "P-1", "name": "Own", "company_id": self.company.id}
        )
        for model in ("cost.entry", "cost.report", "budget.line", "estimate", "estimate.line"):
            records = self.env[f"construction.{model}"].with_user(stranger)
            self.assertFalse(records.search([("company_id", "=", self.company.id)]), model)
        codes = self.env["construction.cost.code"].with_user(stranger).search([])
        self.assertIn(self.concrete, codes)
        self.assertNotIn(own, codes)
        self.assertRefused(lambda: self.job.with_user(stranger)._get_job_cost())
        self.assertRefused(
            lambda: (
                self.env["construction.estimate"]
                .with_user(stranger)
                .create({"project_id": self.job.id, "number": "E-X"})
            )
        )

    def test_own_code_of_another_company_does_not_fit(self):
        other = self.env["res.company"].create({"name": "Delta Builders"})
        foreign = self.env["construction.cost.code"].create(
            {"code": "F-1", "name": "Foreign", "company_id": other.id}
        )
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            self.create_estimate(3, lines=[(foreign, self.material, 1)])

    def test_timesheets_of_employees_without_job_cost_rights_reach_the_ledger(self):
        user = self.create_user("worker", "hr_timesheet.group_hr_timesheet_user")
        self.env["hr.employee"].create(
            {"name": "Worker", "user_id": user.id, "company_id": self.company.id, "hourly_cost": 40}
        )
        self.env["account.analytic.line"].with_user(user).create(
            {
                "project_id": self.job.id,
                "name": "Dig",
                "unit_amount": 2,
                "cost_code_id": self.digging.id,
            }
        )
        self.assertEqual(self.held("direct_cost"), {(self.digging, self.labor): (80, 2)})

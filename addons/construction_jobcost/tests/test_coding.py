# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CodingError
from .procurement_common import JOB_COST, ProcurementCommon


@tagged("post_install", "-at_install")
class TestCoding(ProcurementCommon):
    """Who may add a code to a job, and what follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.cost_code_policy = "opened"
        cls.openings = cls.env["construction.job.cost.code"]

    def request(self, user=None, **values):
        vals = {"project_id": self.job.id, "cost_code_id": self.concrete.id, **values}
        return self.openings.with_user(user or self.manager).create(vals)

    def assertTaken(self, **values):
        requisition = self._requisition(**values)
        requisition.action_submit()
        self.assertNotEqual(requisition.state, "draft")

    def assertNotTaken(self, code):
        with self.assertRaises(CodingError) as refusal, self.env.cr.savepoint():
            self._requisition().action_submit()
        self.assertEqual(refusal.exception.code, code)

    def test_request_counts_for_nothing_until_it_is_opened(self):
        self.assertNotTaken("coding.not_allowed")
        opening = self.request(state="open")
        self.assertEqual((opening.state, opening.requested_by_id), ("requested", self.manager))
        self.assertNotTaken("coding.not_allowed")
        with self.assertRaises(AccessError):
            opening.action_open()
        with self.assertRaises(AccessError):
            opening.write({"state": "open"})
        opening.with_user(self.controller).action_open()
        self.assertEqual((opening.state, opening.decided_by_id), ("open", self.controller))
        self.assertTaken()

    def test_closed_code_takes_no_new_coding_on_any_job(self):
        self.job.cost_code_policy = "company"
        self.assertTaken()
        opening = self.request(self.controller)
        self.assertEqual(opening.state, "open")
        opening.with_user(self.controller).action_close()
        self.assertNotTaken("coding.closed")

    def test_only_the_opened_cost_type(self):
        self.request(self.controller, cost_type_id=self.subcontract.id)
        self.assertNotTaken("coding.not_allowed")
        self.request(self.controller, cost_type_id=self.material.id)
        self.assertTaken()

    def test_decided_lines_are_not_the_managers(self):
        opening = self.request(self.controller)
        with self.assertRaises(AccessError):
            opening.with_user(self.manager).date_end = "2026-12-31"
        with self.assertRaises(AccessError):
            opening.with_user(self.manager).unlink()

    def test_company_may_leave_requests_to_controllers(self):
        self.company.cost_code_requests = False
        with self.assertRaises(AccessError):
            self.request()
        self.assertEqual(self.request(self.controller).state, "open")

    def test_manager_does_not_loosen_the_job(self):
        with self.assertRaises(AccessError):
            self.job.with_user(self.manager).cost_code_policy = "company"
        self.job.with_user(self.controller).cost_code_policy = "company"

    def test_wrong_user_and_company(self):
        opening = self.request(self.controller)
        with self.assertRaises(AccessError):
            self.request(self.reader)
        stranger = self._stranger(JOB_COST + "cost_controller")
        with self.assertRaises(AccessError):
            opening.with_user(stranger).read(["state"])
        other_job = self.env["project.project"].create(
            {"name": "Quay", "job_code": "0078", "company_id": self.company.id}
        )
        with self.assertRaises(AccessError):
            self.request(project_id=other_job.id)

    def test_closed_job_is_reopened_by_right_and_reason(self):
        self.job.job_status = "closed"
        with self.assertRaises(UserError):
            self.job.job_status = "active"
        with self.assertRaises(AccessError):
            self.job.with_user(self.manager)._reopen("active", "Late bill")
        with self.assertRaises(UserError):
            self.job.with_user(self.controller)._reopen("active", " ")
        self.job.with_user(self.controller)._reopen("active", "Late bill")
        self.assertEqual(self.job.job_status, "active")
        self.assertIn("Late bill", self.job.message_ids[0].body)

    def test_new_job_from_template(self):
        template = self.env["project.project"].create(
            {
                "name": "Road",
                "job_code": "T-ROAD",
                "company_id": self.company.id,
                "is_template": True,
                "cost_code_policy": "opened",
                "job_team_ids": self.reader.ids,
                "user_id": self.manager.id,
                "phase_ids": [Command.create({"code": "01", "name": "Earthworks"})],
            }
        )
        self.request(self.controller, project_id=template.id)
        self.request(project_id=template.id, cost_code_id=self.steel.id)
        action = (
            self.env["construction.job.template.wizard"]
            .with_user(self.manager)
            .create({"template_id": template.id, "job_code": "0101", "name": "Road 101"})
            .action_create_job()
        )
        job = self.env["project.project"].browse(action["res_id"])
        self.assertEqual((job.job_code, job.name, job.is_template), ("0101", "Road 101", False))
        self.assertEqual((job.cost_code_policy, job.job_status), ("opened", "planned"))
        self.assertEqual(job.job_team_ids, self.reader)
        self.assertEqual(job.phase_ids.mapped("code"), ["01"])
        self.assertEqual(job.job_cost_code_ids.cost_code_id, self.concrete)
        self.assertEqual(job.job_cost_code_ids.state, "open")
        self.assertNotEqual(job.account_id, template.account_id)
        with self.assertRaises(AccessError):
            self.env["construction.job.template.wizard"].with_user(self.reader).create(
                {"template_id": template.id, "job_code": "0102", "name": "Road 102"}
            )

    def test_planned_job_says_what_to_do_and_is_activated(self):
        self.job.write({"cost_code_policy": "company", "job_status": "planned"})
        for attempt in (self._requisition().action_submit, self._order().button_confirm):
            with self.assertRaisesRegex(CodingError, "press Activate"), self.env.cr.savepoint():
                attempt()
        with self.assertRaises(AccessError):
            self.job.with_user(self.reader).action_activate()
        self.job.user_id = self.manager
        self.job.with_user(self.manager).action_activate()
        self.assertEqual(self.job.job_status, "active")
        self.assertTaken()
        self.job.job_status = "complete"
        self.job.action_activate()
        self.assertEqual(self.job.job_status, "complete")

    def test_wizard_reopens_a_job(self):
        self.job.job_status = "closed"
        self.env["construction.job.reopen.wizard"].with_user(self.controller).create(
            {"project_id": self.job.id, "reason": "Late bill"}
        ).action_reopen()
        self.assertEqual(self.job.job_status, "complete")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestLaborRepricing(JobCostCommon):
    """A rate that changes for days that are over: seen, approved, then in hours and ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.burden = cls.env.ref(f"{MODULE}.cost_type_burden")
        cls.finance = cls.create_user("rp_finance", f"{MODULE}.group_finance")
        cls.approver = cls.create_user("rp_approver", f"{MODULE}.group_approver")
        cls.rate = cls.env["construction.labor.rate"].create(
            {"company_id": cls.company.id, "date_from": "2026-01-01", "burden_percent": 10}
        )
        cls.early = cls.create_timesheet(date="2026-02-02")
        cls.late = cls.create_timesheet(date="2026-02-20", pay_type="overtime")

    def _repricing(self, **values):
        repricings = self.env["construction.labor.repricing"].with_user(self.finance)
        return repricings.create(
            {
                "company_id": self.company.id,
                "date_from": "2026-02-01",
                "date_to": "2026-02-28",
                "reason": "Award of February",
                **values,
            }
        )

    def _submitted(self, **values):
        repricing = self._repricing(**values)
        repricing.action_submit()
        return repricing

    def _approve(self, repricing):
        repricing.with_user(self.approver).action_approve()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_the_preview_changes_nothing(self):
        self.rate.burden_percent = 15
        repricing = self._repricing()
        repricing.action_preview()
        self.assertEqual(repricing.line_ids.mapped("amount_before"), [440, 660])
        self.assertEqual(repricing.line_ids.mapped("amount_after"), [460, 690])
        self.assertEqual((repricing.amount_total, repricing.amount_moved), (50, 50))
        self.assertEqual((self.early.amount, self.late.amount), (-440, -660))
        repricing.action_submit()
        self.assertEqual(self.held("direct_cost")[self.concrete, self.burden], (100, 0))

    def test_what_is_approved_is_in_hours_and_ledger_as_late(self):
        self.entries._project_stale()
        self.rate.burden_percent = 15
        repricing = self._submitted()
        with self.known("2026-03-20 08:00:00"):
            self._approve(repricing)
            self.entries._project_stale()
        self.assertEqual(repricing.state, "approved")
        self.assertEqual((self.early.amount, self.early.burden_amount), (-460, 60))
        self.assertEqual(self.held("direct_cost")[self.concrete, self.burden], (150, 0))
        self.assertEqual(self.held("direct_cost")[self.concrete, self.labor], (1000, 16))
        added = self.entries.search([("source_id", "=", self.early.id)], order="id desc", limit=1)
        self.assertEqual((added.amount, str(added.date), added.timing), (20, "2026-02-02", "late"))
        self.assertLedgerAgrees()

    def test_the_employees_cost_of_today_does_not_change_wages_of_then(self):
        self.employee.hourly_cost = 90
        self.rate.burden_hourly = 1
        repricing = self._submitted()
        self._approve(repricing)
        self.assertEqual((self.early.amount, self.late.amount), (-448, -668))
        self.rate.wage = 60
        self._approve(self._submitted())
        # 8 × (60 + 10 % + 1), and 8 × (90 + 10 % + 1)
        self.assertEqual((self.early.amount, self.late.amount), (-536, -800))

    def test_days_jobs_and_people_are_chosen(self):
        other = self.create_job("0043")
        self.create_timesheet(project_id=other.id)
        self.rate.burden_percent = 15
        self.assertEqual(len(self._submitted().line_ids), 3)
        self.assertEqual(self._submitted(project_ids=other.ids).line_ids.project_id, other)
        only = self._submitted(date_from="2026-02-10", project_ids=self.job.ids)
        self.assertEqual(only.line_ids.timesheet_id, self.late)
        someone = self.env["hr.employee"].create({"name": "Bo", "company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "No hours"):
            self._submitted(employee_id=someone.id)

    def test_what_goes_down_here_and_up_there_is_approved_for_the_more(self):
        self.env["construction.labor.rate"].create(
            {
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "pay_type": "overtime",
                "burden_percent": 5,
            }
        )
        self.rate.burden_percent = 12
        repricing = self._submitted()
        self.assertEqual((repricing.amount_total, repricing.amount_moved), (-22, 30))

    def test_without_a_rate_hours_are_left_alone(self):
        self.rate.unlink()
        self.employee.hourly_cost = 99
        with self.assertRaisesRegex(UserError, "No hours"):
            self._submitted()

    # Guard ------------------------------------------------------------------------------------

    def test_what_changed_since_is_not_approved(self):
        self.rate.burden_percent = 15
        repricing = self._submitted()
        self.early.unit_amount = 9
        with self.assertRaisesRegex(UserError, "changed since"):
            self._approve(repricing)
        repricing.action_draft()
        repricing.action_submit()
        self._approve(repricing)
        self.assertEqual(repricing.state, "approved")

    def test_nobody_approves_his_own(self):
        self.rate.burden_percent = 15
        self.finance.group_ids |= self.env.ref(f"{MODULE}.group_approver")
        repricing = self._submitted()
        with self.assertRaises(AccessError):
            repricing.action_approve()

    def test_no_other_way_to_its_effect(self):
        self.rate.burden_percent = 15
        repricing = self._submitted()
        for vals in ({"state": "approved"}, {"line_ids": [(5, 0, 0)]}, {"date_to": "2026-12-31"}):
            with self.assertRaises(UserError):
                repricing.write(vals)
        with self.assertRaises(UserError):
            self._repricing(state="approved")
        with self.assertRaises(AccessError):
            repricing.line_ids.write({"amount_after": 1})
        # the guard itself, whoever gets past the steps
        with self.assertRaises(UserError):
            repricing.sudo()._set_step("approved")
            self.env["construction.labor.repricing"]._check_marked_approvals()

    def test_rejected_with_a_reason(self):
        self.rate.burden_percent = 15
        repricing = self._submitted()
        repricing.with_user(self.approver).action_reject("Wrong award")
        self.assertEqual((repricing.state, repricing.reject_reason), ("rejected", "Wrong award"))
        self.assertEqual(self.early.amount, -440)
        repricing.action_draft()
        repricing.unlink()

    def test_who_has_no_part_in_it(self):
        repricing = self._repricing()
        for group in ("group_project_manager", "group_site", "group_buyer"):
            person = self.create_user(f"rp_{group}", f"{MODULE}.{group}")
            with self.assertRaises(AccessError):
                repricing.with_user(person).read(["reason"])
        with self.assertRaises(AccessError):
            repricing.with_user(self.approver).action_preview()
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.create_user("rp_stranger", f"{MODULE}.group_finance")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with self.assertRaises(AccessError):
            repricing.with_user(stranger).with_context(
                allowed_company_ids=company.ids
            ).action_preview()

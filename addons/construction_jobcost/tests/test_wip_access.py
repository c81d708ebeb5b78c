# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .procurement_common import JOB_COST
from .wip_common import WipCommon


@tagged("post_install", "-at_install")
class TestWipAccess(WipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_job = cls._job("0078", 500000)

    def setUp(self):
        super().setUp()
        self._figures()
        self._figures(job=self.other_job)
        self.schedule = self._schedule()

    def test_who_prepared_may_not_sign(self):
        self.schedule.action_submit()
        with self.assertRaisesRegex(UserError, "Somebody else of finance signs"):
            self.schedule.action_approve()
        self.assertEqual(self.schedule.state, "submitted")

    def test_who_filled_something_in_may_not_sign(self):
        third = self._person("wp_third", JOB_COST + "finance", self.company)
        self._line(self.schedule).with_user(self.signer).write(
            {"method": "manual", "manual_percent": 99, "method_note": "Mine"}
        )
        self.schedule.action_submit()
        with self.assertRaisesRegex(UserError, "Somebody else of finance signs"):
            self.schedule.with_user(self.signer).action_approve()
        self.schedule.with_user(third).action_approve()
        self.assertEqual(self.schedule.signed_by, third)

    def test_only_finance_takes_steps(self):
        self.schedule.action_submit()
        for user in (self.controller, self.auditor, self.manager, self.approver, self.buyer):
            schedule = self.schedule.with_user(user)
            for step in (schedule.action_approve, schedule.action_draft, schedule.action_refresh):
                with self.subTest(user=user.login, step=step), self.assertRaises(AccessError):
                    step()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._schedule("2026-02-28", user=user)

    def test_readers(self):
        for user in (self.controller, self.auditor, self.finance):
            self.assertEqual(self.schedule.with_user(user).earned, self.schedule.earned)
            self.assertEqual(len(self.schedule.with_user(user).line_ids), 2)
        for user in (self.reader, self.buyer, self.approver, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.schedule.with_user(user).read(["earned"])

    def test_project_managers_see_the_lines_of_own_jobs(self):
        lines = self.env["construction.wip.line"].with_user(self.manager).search([])
        self.assertEqual(lines.project_id, self.job)
        self.assertEqual(lines.earned, self._line(self.schedule).earned)
        with Form(lines) as form:
            self.assertEqual(form.billed, lines.billed)
        action = self.job.with_user(self.manager).action_view_wip()
        self.assertEqual(lines.search(action["domain"]), lines)
        with self.assertRaises(AccessError):
            self._line(self.schedule, self.other_job).with_user(self.manager).read(["earned"])
        with self.assertRaises(AccessError):
            lines.write({"manual_percent": 50})
        with self.assertRaises(AccessError):
            self.env["construction.wip.line"].with_user(self.reader).search([])

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self._person("wp_stranger", JOB_COST + "finance", company)
        env = stranger.env(user=stranger)
        self.assertFalse(env["construction.wip.schedule"].search([]))
        self.assertFalse(env["construction.wip.line"].search([]))
        schedule = self.schedule.with_env(env)
        for step in (schedule.action_submit, schedule.action_approve, schedule.action_refresh):
            with self.subTest(step=step), self.assertRaises(AccessError):
                step()
        with self.assertRaises(AccessError):
            schedule.create({"company_id": self.company.id, "date": "2026-02-28"})

    # Attacks ----------------------------------------------------------------------------------

    def test_figures_are_not_written(self):
        line = self._line(self.schedule)
        for vals in (
            {"cost": 1},
            {"estimate": 1},
            {"billed": 1},
            {"original_contract": 1},
            {"stored": 1},
            {"earned": 1},
            {"percent": 100},
            {"overbilled": 0},
            {"project_id": self.other_job.id},
            {"previous_line_id": line.id},
            {"state": "approved"},
            {"method": "manual", "earned": 1},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "come from the ledger"):
                line.with_context(construction_step=True).write(vals)

    def test_states_and_totals_are_not_written(self):
        for vals in (
            {"state": "approved"},
            {"signed_by": self.signer.id},
            {"preparer_ids": [Command.clear()]},
            {"known_at": "2026-01-01 00:00:00"},
            {"earned": 1},
            {"move_id": False},
            {"reason": "x"},
            {"previous_id": False},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "follows from its steps"),
            ):
                self.schedule.with_context(construction_step=True).write(vals)
        with self.assertRaisesRegex(UserError, "stays with its company and period"):
            self.schedule.write({"date": "2026-02-28"})

    def test_nothing_is_created_further_than_a_draft(self):
        schedules = self.env["construction.wip.schedule"].with_user(self.finance)
        vals = {"company_id": self.company.id, "date": "2026-02-28"}
        for extra in ({"state": "approved"}, {"signed_by": self.signer.id}, {"earned": 5}):
            with self.subTest(extra=extra), self.assertRaisesRegex(UserError, "follows from"):
                schedules.create(vals | extra)
        with self.assertRaisesRegex(UserError, "come from the ledger"):
            schedules.create(
                vals | {"line_ids": [Command.create({"project_id": self.job.id, "cost": 1})]}
            )
        crafted = schedules.with_context(default_state="approved", default_signed_by=self.signer.id)
        self.assertEqual(crafted.create(vals).state, "draft")

    def test_lines_are_not_made_or_deleted(self):
        line = self._line(self.schedule)
        with self.assertRaisesRegex(UserError, "come from the ledger"):
            line.create({"schedule_id": self.schedule.id, "project_id": self.job.id})
        with self.assertRaisesRegex(UserError, "come from the ledger"):
            line.unlink()
        with self.assertRaisesRegex(UserError, "come from the ledger"):
            self.schedule.write({"line_ids": [Command.delete(line.id)]})

    def test_a_submitted_one_is_not_filled_in(self):
        self.schedule.action_submit()
        line = self._line(self.schedule)
        for vals in ({"method": "units"}, {"uninstalled_by_hand": 5}, {"manual_percent": 5}):
            with self.assertRaisesRegex(UserError, "its figures are frozen"):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "its figures are frozen"):
            self.schedule.action_refresh()
        with self.assertRaisesRegex(UserError, "Void it instead"):
            self.schedule.unlink()

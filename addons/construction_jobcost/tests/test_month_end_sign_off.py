# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from .month_end_common import MonthEndCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestMonthEndSignOff(MonthEndCommon):
    # Signing ----------------------------------------------------------------------------------

    def test_a_job_is_signed_when_nothing_blocks_it(self):
        usage = self._use(8)
        with self.assertRaisesRegex(UserError, "Equipment use to approve"):
            self._sign_job()
        usage.with_user(self.manager).action_approve()
        sign_off = self._sign_job()
        self.assertEqual((sign_off.state, sign_off.signed_by_id), ("signed", self.manager))
        row = self._row(self.job)
        self.assertEqual((row["state"], row["signed_by"]), ("signed", self.manager.name))
        self.assertEqual(self._found_on_company("jobs"), (1, 0))

    def test_what_is_accepted_needs_a_reason_and_stays_on_record(self):
        usage = self._use(8)
        with self.assertRaises(UserError):
            self._sign_job(equipment="  ")
        sign_off = self._sign_job(equipment="Meter is read in April")
        accepted = sign_off.month_end_id.decision_ids.filtered(lambda d: d.kind == "accepted")
        self.assertRecordValues(
            accepted,
            [
                {
                    "project_id": self.job.id,
                    "check_key": "equipment",
                    "count": 1,
                    "amount": 640,
                    "reason": "Meter is read in April",
                    "user_id": self.manager.id,
                    "items": [[self.job.id, usage.id]],
                }
            ],
        )
        cell = self._row(self.job)["cells"]["equipment"]
        self.assertEqual((cell["count"], cell["accepted"]), (0, 1))
        # what comes later was not accepted
        self._use(2)
        self.assertEqual(self._found("equipment"), (1, 160))

    def test_the_company_waits_for_its_jobs(self):
        self._sign_job()
        with self.assertRaisesRegex(UserError, "Jobs to sign off"):
            self._sign_company()
        self._sign_job(self.other_job, user=self.controller)
        close = self._sign_company()
        self.assertEqual((close.state, close.signed_by_id), ("signed", self.finance))

    def test_the_company_accepts_a_job_that_nobody_signed(self):
        self._sign_job()
        close = self._sign_company(jobs="Pier 8 did not work in March")
        self.assertEqual(close.state, "signed")
        self.assertIn("Pier 8 did not work in March", close.decision_ids.mapped("reason"))

    def test_a_month_that_goes_on_is_not_signed(self):
        today = Date.context_today(self.company)
        with self.assertRaisesRegex(UserError, "not over yet"):
            self._sign_job(month=Date.to_string(today))

    def test_months_are_signed_in_their_order(self):
        self._sign_all(month="2026-01-31")
        with self.assertRaisesRegex(UserError, "in their order"):
            self._sign_company(jobs="No work", month="2026-03-31")
        self._sign_all(month="2026-02-28")
        self._sign_all()

    # Closed period ----------------------------------------------------------------------------

    def known(self, moment):
        """Let what follows happen at this moment (UTC)."""
        return patch.object(self.cr, "now", lambda: datetime.fromisoformat(moment))

    def test_the_ledger_shows_what_comes_after_the_sign_off(self):
        self._hours(8)
        with self.known("2026-04-10 08:00:00"):
            self.env["construction.cost.entry"]._project_stale()
            close = self._sign_all()
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date("2026-03-31"))
        with self.known("2026-04-12 08:00:00"):
            late = self._hours(2)
            entry = self._entry_of(late)
        self.assertEqual(entry.timing, "closed")
        self.assertEqual(self._found("late"), (1, 100))
        action = close.action_view_late_entries()
        found = self.env["construction.cost.entry"].search(action["domain"])
        self.assertEqual(found, entry)

    def test_the_ledger_shows_what_comes_after_a_job_was_signed(self):
        self._hours(8)
        with self.known("2026-04-10 08:00:00"):
            self.env["construction.cost.entry"]._project_stale()
            self._sign_job()
        self.assertIsNone(self._found("late"))
        with self.known("2026-04-10 09:00:00"):
            self._hours(2)
            self._hours(1, date="2026-04-01")
            self._hours(4, project_id=self.other_job.id)
            self.env["construction.cost.entry"]._project_stale()
        self.assertEqual(self._found("late"), (1, 100))
        self.assertIsNone(self._found("late", self.other_job))

    # Reopening --------------------------------------------------------------------------------

    def test_reopened_with_a_reason_only_and_in_order(self):
        self._sign_all(month="2026-02-28")
        february = self._close(month="2026-02-28")
        march = self._sign_all()
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            february._reopen("Late bill")
        with self.assertRaisesRegex(UserError, "Say why"):
            march._reopen(" ")
        march._reopen("Late bill")
        self.assertEqual((march.state, march.signed_by_id.id), ("reopened", False))
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date("2026-02-28"))
        self.assertRecordValues(
            march.decision_ids.filtered(lambda decision: decision.kind == "reopened"),
            [{"project_id": False, "reason": "Late bill", "user_id": self.finance.id}],
        )
        march._sign({})
        self.assertEqual(march.state, "signed")

    def test_a_job_is_reopened_after_its_company(self):
        close = self._sign_all()
        sign_off = close.job_ids.filtered(lambda r: r.project_id == self.job)
        sign_off = sign_off.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "reopen it first"):
            sign_off._reopen("Late bill")
        close._reopen("Late bill")
        sign_off._reopen("Late bill")
        self.assertEqual(sign_off.state, "reopened")

    def test_a_lock_that_somebody_set_stays(self):
        self.company.job_cost_lock_date = "2026-05-31"
        close = self._sign_all()
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date("2026-05-31"))
        close._reopen("Late bill")
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date("2026-05-31"))

    # Rights -----------------------------------------------------------------------------------

    def test_who_signs(self):
        for user in (self.reader, self.finance, self.approver):
            with self.assertRaises(AccessError):
                self._sign_job(user=user)
        self.other_job.user_id = False
        with self.assertRaises(AccessError):
            self._sign_job(self.other_job)
        self._sign_job()
        for user in (self.manager, self.controller):
            with self.assertRaises(AccessError):
                self._sign_company(user=user, jobs="No work")

    def test_nobody_writes_states_or_decisions(self):
        close = self._sign_all()
        records = (close, close.job_ids[:1], close.decision_ids[:1])
        for user in (self.finance, self.controller):
            for record in records:
                with self.assertRaises(UserError):
                    record.with_user(user).write({"state": "open"})
                with self.assertRaises(UserError):
                    record.with_user(user).unlink()
        with self.assertRaises(UserError):
            self.env["construction.month.end"].with_user(self.finance).create(
                {"company_id": self.company.id, "month": "2026-01-01", "state": "signed"}
            )
        # past the rights: the steps alone set them
        with self.assertRaises(UserError):
            close.sudo().write({"state": "open"})
        with self.assertRaises(UserError):
            close.sudo().create(
                {"company_id": self.company.id, "month": "2025-01-01", "state": "signed"}
            )

    def test_another_company_sees_and_signs_nothing(self):
        close = self._sign_all()
        stranger = self._stranger(JOB_COST + "finance," + JOB_COST + "cost_controller")
        for record in (close, close.job_ids[:1], close.decision_ids[:1]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])
        with self.assertRaises(AccessError):
            close.with_user(stranger)._reopen("Mine")
        wizards = self.env["construction.month.end.wizard"].with_user(stranger)
        with self.assertRaises(AccessError):
            wizards._open(close, self.job.id, "reopen")
        board = self._board(stranger)
        self.assertEqual([row["job_id"] for row in board["rows"]], [0])
        self.assertFalse(board["rows"][0]["cells"])

    def test_members_see_their_jobs_only(self):
        self._sign_all()
        self.other_job.user_id = False
        self.other_job.job_team_ids = False
        board = self._board(self.manager)
        self.assertEqual([row["job_id"] for row in board["rows"]], [self.job.id])
        decisions = self.env["construction.month.end.decision"].with_user(self.manager)
        self.assertEqual(decisions.search([]).project_id, self.job)
        boards = self.env["construction.month.end.board"].with_user(self.manager)
        with self.assertRaises(AccessError):
            boards.get_documents("2026-03-01", 0, "bills")
        with self.assertRaises(AccessError):
            boards.get_documents("2026-03-01", self.other_job.id, "bills")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .month_end_common import MonthEndCommon


@tagged("post_install", "-at_install")
class TestMonthEndBoard(MonthEndCommon):
    """What the page of a month shows and does."""

    def test_a_cell_opens_its_documents(self):
        usage = self._use(8)
        self._use(8, project_id=self.other_job.id, user=self.env.user)
        boards = self.env["construction.month.end.board"].with_user(self.controller)
        self.env.flush_all()
        action = boards.get_documents("2026-03-15", self.job.id, "equipment")
        records = self.env[self.env.ref(action["xml_id"]).sudo().res_model]
        self.assertEqual(records.search(action["domain"]), usage)
        action = boards.get_documents("2026-03-15", 0, "equipment")
        self.assertEqual(len(records.search(action["domain"])), 2)

    def test_signed_with_the_wizard(self):
        self._use(8)
        boards = self.env["construction.month.end.board"].with_user(self.manager)
        self.env.flush_all()
        action = boards.get_sign_off("2026-03-01", self.job.id, "sign")
        wizard = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        self.assertRecordValues(
            wizard.line_ids, [{"check_key": "equipment", "count": 1, "amount": 640}]
        )
        with self.assertRaises(UserError):
            wizard.action_sign()
        wizard.line_ids.reason = "Meter is read in April"
        wizard.action_sign()
        self.assertEqual(self._row(self.job)["state"], "signed")
        # the wizard takes no reasons for what it does not show
        self._use(3)
        action = boards.get_sign_off("2026-03-01", self.job.id, "reopen")
        wizard = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        wizard.reason = "Wrong hours"
        wizard.action_reopen()
        self.assertEqual(self._row(self.job)["state"], "reopened")

    def test_all_clear_jobs_are_signed_at_once(self):
        self._use(8)
        third = self.env["project.project"].create(
            {"name": "Pier 9", "job_code": "0079", "company_id": self.company.id}
        )
        boards = self.env["construction.month.end.board"].with_user(self.manager)
        self.env.flush_all()
        self.assertEqual(boards.sign_clear_jobs("2026-03-01"), 1)
        states = {row["job_id"]: row["state"] for row in self._board(self.controller)["rows"]}
        self.assertEqual(states[self.other_job.id], "signed")
        # the manager neither signs what is blocked nor jobs of others
        self.assertEqual((states[self.job.id], states[third.id]), ("open", "open"))
        self.assertEqual(boards.with_user(self.reader).sign_clear_jobs("2026-03-01"), 0)
        self.assertEqual(boards.with_user(self.controller).sign_clear_jobs("2026-03-01"), 1)
        decisions = self._close().decision_ids
        self.assertEqual(decisions.project_id, self.other_job | third)
        self.assertEqual(decisions.user_id, self.manager | self.controller)

    def test_a_job_is_not_signed_in_a_month_of_another_company(self):
        company = self.env["res.company"].create({"name": "Delta Builders"})
        self.controller.company_ids |= company
        controller = self.controller.with_context(allowed_company_ids=(self.company | company).ids)
        wizard = self.env["construction.month.end.wizard"].with_user(controller)
        wizard = wizard.with_context(allowed_company_ids=(self.company | company).ids)
        mixed = wizard.create(
            {
                "kind": "sign",
                "company_id": company.id,
                "month": "2026-03-01",
                "project_id": self.job.id,
            }
        )
        with self.assertRaises(UserError):
            mixed.action_sign()

    def test_queries_do_not_grow_with_the_jobs(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._board(self.controller)
            return self.env.cr.sql_log_count - before

        self._documents_of(self.job)
        self._documents_of(self.other_job)
        count()
        few = count()
        jobs = self.env["project.project"].create(
            [
                {"name": f"Pier {n}", "job_code": f"90{n}", "company_id": self.company.id}
                for n in range(6)
            ]
        )
        for job in jobs:
            self._documents_of(job)
        count()
        self.assertEqual(count(), few)

    def _documents_of(self, job):
        self._use(8, project_id=job.id, user=self.env.user)
        self._hours(8, project_id=job.id, date="2026-03-10")
        none = self.env["purchase.order.line"]
        self._bill(
            (none, 1, 100.0, {"analytic_distribution": self._coding(job=job)}), user=self.env.user
        )
        coding = {"analytic_distribution": self._coding(job=job)}
        order = self._order((self.rebar, 10, 100.0, coding), user=self.env.user)
        order._record_approval(1000, order.partner_id.id, frozenset(job.ids))
        order.button_confirm()
        order.picking_ids.scheduled_date = "2026-03-20 12:00:00"

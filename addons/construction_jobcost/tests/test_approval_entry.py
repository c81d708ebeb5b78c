# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalEntry(ApprovalCommon):
    def _entry(self, amount, coding=None, user=None):
        return (
            self.env["account.move"]
            .with_user(user or self.bookkeeper)
            .create(
                {
                    "journal_id": self.general.id,
                    "date": "2026-03-31",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": self.expense.id,
                                "debit": amount,
                                "analytic_distribution": coding or self._coding(),
                            }
                        ),
                        Command.create({"account_id": self.cash.id, "credit": amount}),
                    ],
                }
            )
        )

    def test_entry_on_a_job_needs_an_approval(self):
        entry = self._entry(45.5)
        self.assertGuarded(entry.action_post)
        self.assertGuarded(entry.sudo().write, {"state": "posted"})
        with self.assertRaises(AccessError):
            entry.action_approve_bill()
        entry.with_user(self.approver).action_approve_bill()
        self.env.cr.flush()
        self.assertEqual(entry.state, "posted")
        self.assertEqual(self._buckets()["direct_cost"], 45.5)

    def test_grown_after_approval(self):
        entry = self._entry(45.5)
        entry.with_user(self.approver).action_approve_bill()
        entry.button_draft()
        entry.line_ids.unlink()
        lines = self._entry(45.51).line_ids.copy_data()
        entry.write({"line_ids": [Command.create(values) for values in lines]})
        self.assertGuarded(entry.action_post)

    def test_coding_added_to_a_posted_entry(self):
        entry = self._entry(45.5, coding={str(self.job.account_id.id): 0})
        line = entry.line_ids.filtered("debit")
        line.analytic_distribution = False
        entry.action_post()
        self.env.cr.flush()
        self.assertGuarded(line.write, {"analytic_distribution": self._coding()})

    def test_entries_have_rules_of_their_own(self):
        self.env["construction.approval.rule"].create(
            {"name": "Entries", "document": "entry", "user_id": self.controller.id}
        )
        entry = self._entry(45.5)
        with self.assertRaises(AccessError):
            entry.with_user(self.approver).action_approve_bill()
        entry.with_user(self.controller).action_approve_bill()
        self.assertEqual(entry.state, "posted")

    def test_company_decides_from_which_amount(self):
        self.company.approval_entry_minimum = 100
        self._entry(99.99).action_post()
        self.env.cr.flush()
        self.assertGuarded(self._entry(100).action_post)
        self.company.approval_entries = False
        self._entry(5000).action_post()
        self.env.cr.flush()

    def test_cost_moved_between_jobs_is_no_zero(self):
        other = self.env["project.project"].create(
            {"name": "Other", "job_code": "0099", "company_id": self.company.id}
        )
        entry = self._entry(45.5)
        credit = entry.line_ids.filtered("credit")
        credit.write(
            {"account_id": self.expense.id, "analytic_distribution": self._coding(job=other)}
        )
        self.assertEqual(entry.approval_amount, 45.5)
        self.assertGuarded(entry.action_post)

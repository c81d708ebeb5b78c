# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .close_common import MARCH
from .compliance_common import OVER
from .compliance_pay_common import CompliancePayCommon
from .month_end_common import MonthEndCommon


class FoundOnJob:
    def _cell(self, key, month=MARCH):
        """Return what a check found on the job in a month; None for nothing."""
        board = self.env["construction.month.end.board"].with_user(self.finance)
        self.env.flush_all()
        rows = {row["job_id"]: row for row in board.get_board(month)["rows"]}
        return rows[self.job.id]["cells"].get(key)

    def _found(self, key, month=MARCH):
        cell = self._cell(key, month)
        return cell and (cell["count"], cell["amount"])


@tagged("post_install", "-at_install")
class TestMonthEndPapers(FoundOnJob, CompliancePayCommon):
    """Vendors with work or bills to be paid whose papers are not in order."""

    def _contract(self):
        return self._subcontract(10000.0, commitment_type="subcontract")

    def _expire(self, paper):
        """Let time go by."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE construction_compliance_document SET valid_to = %s WHERE id = %s",
            [OVER, paper.id],
        )
        self.env.invalidate_all()

    def test_what_a_rule_stops_blocks(self):
        contract = self._contract()
        application = self._application(contract, 3000.0)
        self.assertIsNone(self._found("papers_hold"), "there is no rule")
        self._rule(self.liability, "certification")
        self.assertEqual(self._found("papers_hold"), (1, 3000))
        self.assertIsNone(self._found("papers_lacking"))
        self.assertIsNone(self._found("papers_hold", month="2026-02-28"))
        self.assertEqual(self._cell("papers_hold")["persons"], [contract.user_id.name])
        close = self.env["construction.month.end"].with_user(self.controller)
        sign_off = close._ensure(self.company, Date.to_date(MARCH))._ensure_job(self.job)
        with self.assertRaisesRegex(UserError, "Vendors on hold for papers"):
            sign_off._sign({})
        board = self.env["construction.month.end.board"].with_user(self.finance)
        shown = board.get_documents(MARCH, self.job.id, "papers_hold")
        self.assertEqual(shown["domain"], [("id", "in", contract.ids)])
        paper = self._insured()
        self.assertIsNone(self._found("papers_hold"))
        # expired since: once more
        self._expire(paper)
        self.assertEqual(self._found("papers_hold"), (1, 3000))
        application.action_submit()
        application.action_void("Not due")
        self.assertIsNone(self._found("papers_hold"))

    def test_what_a_rule_warns_of_does_not_block(self):
        self._application(self._contract(), 3000.0)
        self._rule(self.liability, "certification", consequence="warn")
        self.assertEqual(self._found("papers_lacking"), (1, 3000))
        self.assertIsNone(self._found("papers_hold"))

    def test_unpaid_bills(self):
        application = self._certified(self._contract(), 3000.0)
        application.with_user(self.bookkeeper).action_create_bill()
        bill = application.sudo().bill_id
        bill.write({"date": MARCH, "invoice_date": MARCH})
        bill.with_user(self.bookkeeper).action_post()
        self._rule(self.liability, "payment")
        self.assertEqual(self._found("papers_hold"), (1, 3000))
        paper = self._insured()
        self.assertIsNone(self._found("papers_hold"))
        self._pay(bill)
        self._expire(paper)
        self.assertIsNone(self._found("papers_hold"), "what is paid waits for nothing")

    def test_who_let_it_pass_is_not_asked_again(self):
        application = self._application(self._contract(), 3000.0)
        rule = self._rule(self.liability, "certification")
        self.assertEqual(self._found("papers_hold"), (1, 3000))
        self._waive(rule, application, "application_id")
        self.assertIsNone(self._found("papers_hold"))


@tagged("post_install", "-at_install")
class TestMonthEndPayroll(MonthEndCommon):
    """Labor comes to the jobs by their hours, and not once more by the payroll."""

    def _pay_wages(self, day="2026-03-31", coding=None):
        wages = {"account_id": self.other_expense.id, "balance": 400}
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": day,
                "line_ids": [
                    Command.create({**wages, "analytic_distribution": coding or {}}),
                    Command.create({"account_id": self.owed.id, "balance": -400}),
                ],
            }
        )
        entry.action_post()
        return entry

    def test_payroll_coded_to_jobs_blocks(self):
        self._hours(8)
        entry = self._pay_wages(coding=self._coding())
        self.assertIsNone(self._found("payroll"), "the company names no payroll accounts")
        self.company.payroll_account_ids = self.other_expense
        self.assertEqual(self._found("payroll"), (1, 400))
        self.assertIsNone(self._found("payroll", month="2026-04-30"))
        self.assertGreater(self._row(self.job)["blocking"], 0)
        entry.button_draft()
        entry.line_ids.analytic_distribution = False
        entry.action_post()
        self.assertIsNone(self._found("payroll"))

    def test_what_is_on_no_job_is_how_it_should_be(self):
        self.company.payroll_account_ids = self.other_expense
        self._pay_wages()
        self.assertIsNone(self._found("payroll"))

    def test_a_recovery_run_is_not_payroll(self):
        self.company.write(
            {
                "payroll_account_ids": [Command.set(self.other_expense.ids)],
                "recovery_journal_id": self.general.id,
                "equipment_cost_account_id": self.other_expense.id,
                "equipment_recovery_account_id": self.owed.id,
            }
        )
        self._used(8)
        run = self.env["construction.recovery.run"].with_user(self.finance)
        run.create({"company_id": self.company.id, "date": MARCH}).action_post()
        self.assertIsNone(self._found("payroll"))

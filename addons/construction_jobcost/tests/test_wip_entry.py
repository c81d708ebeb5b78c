# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .close_common import APRIL, MARCH
from .wip_common import WipCommon


@tagged("post_install", "-at_install")
class TestWipEntry(WipCommon):
    def _three_jobs(self):
        """One job overbilled, one underbilled, one overbilled and in loss."""
        self._figures(billed=550000)
        self.under, self.loss = self._job("0078", 1000000), self._job("0079", 1000)
        self._figures(billed=450000, job=self.under)
        self._figures(cost=300, estimate=1200, billed=400, job=self.loss)

    def test_posted_at_the_period_end_and_reversed_on_the_day_after(self):
        self._three_jobs()
        schedule = self._signed()
        self.assertEqual(
            self._wip_balances(),
            {
                self.income: 50000 - 50000 + 150,
                self.overbilling: -50000 - 150,
                self.underbilling: 50000,
                self.losses: 150,
                self.provision: -150,
            },
        )
        self.assertEqual(self._wip_balances("2026-04-01"), {})
        entry, reversal = schedule.move_id, schedule.reversal_id
        self.assertEqual((str(entry.date), str(reversal.date)), (MARCH, "2026-04-01"))
        self.assertEqual(reversal.reversed_entry_id, entry)
        self.assertEqual(entry.state, "posted")

    def test_revenue_and_loss_are_coded_to_their_jobs(self):
        self._three_jobs()
        items = self._signed().move_id.line_ids
        by_job = {
            job: {item.account_id: item for item in items if item.wip_line_id.project_id == job}
            for job in (self.job, self.under, self.loss)
        }
        self.assertEqual(by_job[self.job][self.income].balance, 50000)
        self.assertEqual(by_job[self.under][self.income].balance, -50000)
        self.assertEqual(by_job[self.loss][self.losses].balance, 150)
        for job, lines in by_job.items():
            for account, item in lines.items():
                coded = str(job.account_id.id) in ",".join(item.analytic_distribution or {})
                self.assertEqual(coded, account in self.income | self.losses, item.name)

    def test_the_entry_is_no_cost_and_no_billing(self):
        self._three_jobs()
        jobs = self.job | self.under | self.loss
        before = [self._buckets(job) for job in jobs]
        self._signed()
        self.assertEqual([self._buckets(job) for job in jobs], before)
        self.assertFalse(
            self.env["construction.cost.entry"].search([("source_model", "=", "account.move.line")])
            & self.env["construction.cost.entry"].search([("project_id", "in", jobs.ids)])
        )

    def test_books_and_ledger_stay_without_unexplained_difference(self):
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-03-10",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "balance": 300,
                            "analytic_distribution": self._coding(),
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "balance": -300}),
                ],
            }
        )
        entry.action_post()
        self._set_contract(self.job, 1000)
        self._record("original_budget", 1200)
        schedule = self._signed()
        self.assertEqual(schedule.loss_provision, 150)
        books = self.env["construction.books.reconciliation"].with_context(as_of=MARCH)
        rows = books.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            {row.category: row.difference for row in rows}, {"agreed": 0, "loss_provision": 150}
        )
        self.assertFalse(self.env["construction.cost.entry"]._sweep())

    def test_a_second_time_changes_nothing(self):
        self._figures()
        schedule = self._signed()
        moves = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        with self.assertRaisesRegex(UserError, "cannot become signed"):
            schedule.with_user(self.signer).action_approve()
        self.assertEqual(
            self.env["account.move"].search_count([("company_id", "=", self.company.id)]), moves
        )

    def test_nothing_over_and_nothing_under(self):
        self._figures(billed=500000)
        schedule = self._signed()
        self.assertEqual(schedule.state, "approved")
        self.assertFalse(schedule.move_id)
        schedule.action_reverse("Not needed")
        self.assertEqual(schedule.state, "reversed")

    # Taken back -------------------------------------------------------------------------------

    def test_reversed_with_a_reason_and_made_again(self):
        self._figures()
        first = self._signed()
        with self.assertRaisesRegex(UserError, "Say why"):
            first.action_reverse(" ")
        first.action_reverse("The estimate was wrong")
        self.assertEqual((first.state, first.reason), ("reversed", "The estimate was wrong"))
        self.assertEqual((first.move_id | first.reversal_id).mapped("state"), ["cancel"] * 2)
        self.assertEqual(self._wip_balances(), {})
        self._record("original_budget", 150000)
        second = self._signed()
        self.assertEqual(second.earned, 425000)
        self.assertEqual(self._wip_balances()[self.overbilling], -125000)
        self.assertEqual(first.earned, 500000)

    def test_an_earlier_one_stays_while_a_later_one_is_signed(self):
        self._figures()
        first = self._signed()
        second = self._signed(APRIL)
        with self.assertRaisesRegex(UserError, "Reverse that one first"):
            first.action_reverse("Late bill")
        second.action_reverse("Late bill")
        first.action_reverse("Late bill")
        self.assertEqual(self._wip_balances(APRIL), {})

    def test_entries_are_not_changed_one_by_one(self):
        self._figures()
        entry = self._signed().sudo().move_id
        for step in (entry.button_draft, entry.button_cancel, entry._reverse_moves):
            with self.assertRaisesRegex(UserError, "Reverse that schedule instead"):
                step()

    def test_a_cancelled_entry_is_not_posted_again(self):
        self._figures()
        schedule = self._signed()
        schedule.action_reverse("Wrong")
        entry = schedule.sudo().move_id
        entry.button_draft()
        with self.assertRaisesRegex(UserError, "belongs to"):
            entry.action_post()

    # Periods and settings ---------------------------------------------------------------------

    def test_a_closed_period_is_refused(self):
        self._figures()
        schedule = self._schedule()
        schedule.action_submit()
        self.company.fiscalyear_lock_date = Date.to_date(MARCH)
        with self.assertRaisesRegex(UserError, "the period is closed"):
            schedule.with_user(self.signer).action_approve()
        self.assertEqual(schedule.state, "submitted")
        schedule.action_draft()
        with self.assertRaisesRegex(UserError, "the period is closed"):
            schedule.action_submit()

    def test_a_closed_period_keeps_what_was_signed(self):
        self._figures()
        schedule = self._signed()
        self.company.fiscalyear_lock_date = Date.to_date(MARCH)
        with self.assertRaisesRegex(UserError, "(?i)lock"), self.cr.savepoint():
            schedule.action_reverse("Too late")
        self.assertEqual(schedule.state, "approved")
        self.assertEqual(self._wip_balances()[self.overbilling], -50000)

    def test_settings_are_asked_for_as_far_as_they_are_needed(self):
        self._figures()
        self.company.write({"wip_liability_account_id": False, "wip_journal_id": False})
        # no job is in loss
        self.company.write({"wip_loss_account_id": False, "wip_provision_account_id": False})
        schedule = self._schedule()
        schedule.action_submit()
        with self.assertRaisesRegex(
            UserError, "WIP Journal, Billings in Excess of Costs and Earnings. Choose"
        ):
            schedule.with_user(self.signer).action_approve()
        self.company.write(
            {"wip_liability_account_id": self.overbilling.id, "wip_journal_id": self.general.id}
        )
        schedule.with_user(self.signer).action_approve()
        self.assertEqual(schedule.move_id.state, "posted")

    def test_a_job_closed_in_the_period_is_in_the_entry(self):
        self._figures()
        with self._known("2026-03-31 12:00:00"):
            self.job.job_status = "closed"
            self.job.flush_recordset()
        schedule = self._signed()
        self.assertEqual(schedule.line_ids.project_id, self.job)
        self.assertEqual(self._wip_balances()[self.overbilling], -50000)

    def test_a_month_end_waits_for_the_signature(self):
        self._figures()
        self.env.flush_all()

        def found():
            board = self.env["construction.month.end.board"].with_user(self.finance)
            self.env.flush_all()
            rows = {row["job_id"]: row for row in board.get_board(MARCH)["rows"]}
            cell = rows[0]["cells"].get("wip")
            return cell and cell["count"]

        self.assertEqual(found(), 1)
        schedule = self._signed()
        self.assertFalse(found())
        self.company.wip_journal_id = False
        schedule.action_reverse("Not signed here")
        self.assertFalse(found())

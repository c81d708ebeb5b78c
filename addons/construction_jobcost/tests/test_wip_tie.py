# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..core.wip_tie import tie_account, tie_billed, tie_cost
from .close_common import APRIL, MARCH
from .test_wip_core import amounts
from .test_wip_schedule_core import QUIET
from .wip_common import WipCommon


@tagged("post_install", "-at_install")
class TestWipTieCore(BaseCase):
    @QUIET
    @given(amounts, amounts, amounts, amounts)
    def test_a_cause_for_each_cent(self, schedule, ledger, category, agreed):
        cost = tie_cost(schedule, ledger, ledger + category, {"labor": category})
        self.assertEqual(cost.unexplained, 0)
        self.assertEqual(cost.difference, ledger + category - schedule)
        billed = tie_billed(schedule, ledger, ledger, agreed)
        self.assertEqual(billed.unexplained, 0)
        # what was billed before the contract was kept here has no invoice
        billed = tie_billed(schedule, ledger, ledger - category, agreed, category)
        self.assertEqual(billed.unexplained, 0)
        # an invoice that the ledger does not count has no cause
        self.assertEqual(tie_billed(schedule, ledger, ledger + 1, agreed).unexplained, 1)

    def test_accounts(self):
        amount = Decimal(50)
        self.assertEqual(tie_account(amount, amount, True).difference, 0)
        self.assertEqual(tie_account(amount, Decimal(0), False).unexplained, 0)
        self.assertEqual(tie_account(amount, Decimal(0), True).unexplained, -50)


@tagged("post_install", "-at_install")
class TestWipTie(WipCommon):
    def _entry(self, day, *items, job=None):
        """Post a journal entry; an item is (account, balance), coded to the job or to nothing."""
        coding = self._coding(job=job) if job else False
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "analytic_distribution": account != self.cash and coding,
                        }
                    )
                    for account, balance in items
                ],
            }
        )
        entry.action_post()
        return entry

    def _ties(self, schedule, user=None):
        """Return {(kind, job or account): (schedule, books, difference, unexplained)}."""
        action = schedule.with_user(user or self.signer).action_view_ties()
        rows = self.env["construction.wip.tie"].with_user(user or self.signer)
        self.rows = rows.search(action["domain"])
        return {
            (row.kind, row.account_id or row.project_id): (
                row.schedule_amount,
                row.books_amount,
                row.difference,
                row.unexplained,
            )
            for row in self.rows
        }

    def _cause(self, kind, place):
        return self.rows.filtered(
            lambda row: row.kind == kind and (row.account_id or row.project_id) == place
        ).cause

    def test_schedule_and_general_ledger_agree(self):
        self._entry("2026-03-10", (self.expense, 425000), (self.cash, -425000), job=self.job)
        self._record("original_budget", 850000)
        self._record("billed", 550000)
        self._entry("2026-03-20", (self.income, -550000), (self.cash, 550000), job=self.job)
        schedule = self._signed()
        ties = self._ties(schedule)
        self.assertEqual(ties["1_cost", self.job], (425000, 425000, 0, 0))
        self.assertEqual(ties["3_account", self.overbilling], (-50000, -50000, 0, 0))
        # the test posts the invoice as an entry
        self.assertEqual(ties["2_billed", self.job][:3], (550000, 550000, 0))
        self.assertNotIn(("2_billed", self.env["project.project"]), ties)
        self.assertEqual(self.rows.schedule_id, schedule)

    def test_each_difference_has_its_cause(self):
        with self._known("2026-04-02 08:00:00"):
            self._figures()
            schedule = self._schedule()
            schedule.action_submit()
        with self._known("2026-04-05 08:00:00"):
            self._record("direct_cost", 700)
            # an entry is no invoice
            self._entry("2026-03-20", (self.income, -90), (self.cash, 90), job=self.job)
            self._entry("2026-03-20", (self.income, -40), (self.cash, 40))
            self._entry("2026-03-20", (self.overbilling, -8), (self.cash, 8))
            self.env.flush_all()
        ties = self._ties(schedule)
        self.assertEqual(ties["1_cost", self.job][:3], (425000, 0, -425000))
        self.assertIn(
            "Recorded after the schedule was submitted: ", self._cause("1_cost", self.job)
        )
        self.assertIn("700.00", self._cause("1_cost", self.job))
        self.assertEqual(ties["2_billed", self.job][:2], (550000, 90))
        self.assertIn("Journal entries on income accounts", self._cause("2_billed", self.job))
        no_job = self.env["project.project"]
        self.assertEqual(ties["2_billed", no_job], (0, 40, 40, 0))
        self.assertIn("Income on no job", self._cause("2_billed", no_job))
        rows = self.rows.filtered(lambda row: row.account_id == self.overbilling)
        self.assertEqual(
            {(row.project_id, row.schedule_amount, row.books_amount) for row in rows},
            {(self.job, -50000, 0), (no_job, 0, -8)},
        )
        self.assertEqual(set(rows.mapped("unexplained")), {0})
        self.assertIn("not signed", rows.filtered("project_id").cause)
        self.assertIn("without a schedule", rows.filtered(lambda row: not row.project_id).cause)

    def test_the_period_before_leaves_nothing_behind(self):
        self._figures()
        self._signed()
        second = self._signed(APRIL)
        rows = self._ties(second)
        self.assertEqual(rows["3_account", self.overbilling], (-50000, -50000, 0, 0))

    def test_who_compares(self):
        self._figures()
        schedule = self._signed()
        for user in (self.auditor, self.controller):
            self.assertTrue(self._ties(schedule, user))
        rows = self.rows
        with self.assertRaises(AccessError):
            rows.with_user(self.signer).read(["cause"])
        with self.assertRaises(AccessError):
            schedule.with_user(self.manager).action_view_ties()
        self.assertEqual(str(schedule.date), MARCH)

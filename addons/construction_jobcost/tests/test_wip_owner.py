# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .close_common import MARCH
from .owner_common import OwnerCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestWipOwner(OwnerCommon):
    """The schedule of a job whose owner is billed by real invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signer = cls._person("wo_signer", JOB_COST + "finance", cls.company)
        cls.company.write(
            {
                "wip_journal_id": cls.general.id,
                "wip_revenue_account_id": cls.income.id,
                "wip_liability_account_id": cls._account(
                    "220000", "Billings in Excess", "liability_current"
                ).id,
            }
        )

    def _signed(self, percent):
        schedules = self.env["construction.wip.schedule"].with_user(self.finance)
        schedule = schedules.create({"company_id": self.company.id, "date": MARCH})
        schedule.line_ids.write(
            {"method": "manual", "manual_percent": percent, "method_note": "Surveyed"}
        )
        schedule.action_submit()
        schedule.with_user(self.signer).action_approve()
        self.env.flush_all()
        return schedule

    def test_billed_is_what_was_invoiced_before_retention(self):
        contract = self._contract(10000.0, 5000.0, retention_work_percent=10)
        self._invoiced(self._certified(contract, 4000.0, 1000.0))
        schedule = self._signed(20)
        line = schedule.line_ids
        self.assertEqual((line.contract, line.billed), (15000, 5000))
        self.assertEqual((line.earned, line.overbilled), (3000, 2000))
        # the entry of the schedule is no billing
        self.assertEqual(self._figures("billed", "owner_retention_held"), (5000, 500))
        self.assertFalse(self.env["construction.cost.entry"]._sweep())
        self.assertFalse(schedule._find_differences())

    def test_income_accounts_have_what_is_billed(self):
        contract = self._contract(10000.0, retention_work_percent=10)
        self._invoiced(self._certified(contract, 4000.0))
        schedule = self._signed(30)
        ties = schedule._get_ties()
        billed = ties["2_billed", self.job.id, False]
        self.assertEqual((billed.schedule, billed.books, billed.known), (4000, 4000, {}))
        self.assertEqual(billed.unexplained, 0)
        self.assertNotIn(("2_billed", False, False), ties)
        account = self.company.wip_liability_account_id
        excess = ties["3_account", self.job.id, account.id]
        self.assertEqual((excess.schedule, excess.books), (-1000, -1000))
        # revenue in the books is what was earned
        balance = sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_id", "=", self.income.id),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", MARCH),
                ]
            )
            .mapped("balance")
        )
        self.assertEqual(-balance, schedule.earned)

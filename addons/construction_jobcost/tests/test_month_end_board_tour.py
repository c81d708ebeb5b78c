# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .clock_common import clock
from .close_common import MARCH
from .signed_month_common import SignedMonthCommon


@tagged("post_install", "-at_install")
class TestMonthEndBoardTour(SignedMonthCommon, HttpCase):
    def test_month_end_to_signed_wip(self):
        """Each as the person whose step it is; the job's figures come from documents.

        Cost: rebar 7,200 + crane 1,850.25 + subcontractor 15,000 + hours 2,000 + excavator 640
        = 26,690.25 of 87,000, of which 2,000 is stored: 24,690.25 of 85,000 is done.
        Earned: 24,690.25 / 85,000 x (100,000 - 2,000) + 2,000 = 30,466.41; 30,000 was billed.
        """
        with clock("2026-04-03 12:00:00"):
            self._tour("documents", self.approver)
            self.assertEqual((self.claim.state, self.open_bill.state), ("certified", "posted"))
            self._tour("forecast", self.controller)
            self.assertEqual(self.forecast.state, "approved")
            self._tour("job", self.manager)
            self.assertEqual(self.usage.state, "approved")
            self._tour("wip", self.finance)
            self._tour("company", self.signer)
        self._check_schedule()
        self._check_sign_off()

    def _check_schedule(self):
        schedule = self.env["construction.wip.schedule"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertRecordValues(
            schedule,
            [
                {
                    "state": "approved",
                    "date": Date.to_date(MARCH),
                    "preparer_ids": self.finance.ids,
                    "signed_by": self.signer.id,
                }
            ],
        )
        self.assertRecordValues(
            schedule.line_ids,
            [
                {
                    "project_id": self.job.id,
                    "contract": 100000,
                    "estimate": 87000,
                    "cost": 26690.25,
                    "uninstalled": 2000,
                    "billed": 30000,
                    "earned": 30466.41,
                    "underbilled": 466.41,
                    "overbilled": 0,
                }
            ],
        )
        self.assertFalse(schedule._find_differences())
        self._check_entry(schedule.move_id, MARCH, 466.41)
        self._check_entry(schedule.reversal_id, "2026-04-01", -466.41)
        self.assertEqual(schedule.reversal_id.reversed_entry_id, schedule.move_id)

    def _check_entry(self, entry, day, amount):
        self.assertRecordValues(
            entry,
            [{"state": "posted", "date": Date.to_date(day), "journal_id": self.general.id}],
        )
        self.assertEqual(
            {item.account_id: item.balance for item in entry.line_ids},
            {self.underbilling: amount, self.income: -amount},
        )

    def _check_sign_off(self):
        close = self.env["construction.month.end"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            close,
            [
                {
                    "state": "signed",
                    "month": Date.to_date("2026-03-01"),
                    "signed_by_id": self.signer.id,
                }
            ],
        )
        self.assertRecordValues(
            close.job_ids,
            [{"state": "signed", "project_id": self.job.id, "signed_by_id": self.manager.id}],
        )
        accepted = close.decision_ids.filtered(lambda decision: decision.kind == "accepted")
        self.assertRecordValues(
            accepted,
            [
                {
                    "check_key": "receipts",
                    "amount": 4800,
                    "user_id": self.manager.id,
                    "reason": "Vendor delivers in April",
                }
            ],
        )
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date(MARCH))
        self.assertFalse(self.env["construction.cost.entry"]._sweep())

    def _tour(self, name, user):
        self.env.flush_all()
        self.start_tour("/odoo/jobs", f"construction_month_end_{name}", login=user.login)
        self.env.invalidate_all()

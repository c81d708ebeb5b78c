# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .close_common import MARCH
from .owner_common import OwnerCommon
from .wip_common import WipCommon


class RevenueCloseCommon(WipCommon):
    def _found(self, key, job=None, month=MARCH):
        """Return (count, amount) that a check found on a job, on the company for none."""
        board = self.env["construction.month.end.board"].with_user(self.finance)
        self.env.flush_all()
        rows = {row["job_id"]: row for row in board.get_board(month)["rows"]}
        cell = rows[job.id if job else 0]["cells"].get(key)
        return cell and (cell["count"], round(cell["amount"], 2))


@tagged("post_install", "-at_install")
class TestMonthEndRevenue(RevenueCloseCommon):
    """What was not forecast, or not signed as work in progress, holds up the close."""

    def test_the_wip_schedule_is_signed_before_the_company(self):
        self.job.user_id = self.manager
        self._figures()
        close = self.env["construction.month.end"].with_user(self.finance)
        close = close._ensure(self.company, Date.to_date(MARCH))
        close._ensure_job(self.job).with_user(self.manager)._sign({})
        self.assertEqual(self._found("wip"), (1, 0))
        with self.assertRaisesRegex(UserError, "WIP schedule not signed"):
            close._sign({})
        schedule = self._schedule()
        schedule.action_submit()
        self.assertEqual(self._found("wip"), (1, 0))
        schedule.with_user(self.signer).action_approve()
        self.assertIsNone(self._found("wip"))
        self.assertIsNone(self._found("wip", self.job))
        close._sign({})
        self.assertEqual(close.state, "signed")

    def test_a_company_without_wip_entries_signs_no_schedule(self):
        self.company.wip_journal_id = False
        self.assertIsNone(self._found("wip"))

    def test_forecasts(self):
        self.env["construction.estimate"].create(
            {
                "project_id": self.job.id,
                "number": "E-1",
                "date": "2026-01-10",
                "line_ids": [
                    Command.create(
                        {
                            "cost_code_id": self.concrete.id,
                            "cost_type_id": self.material.id,
                            "amount": 1000,
                        }
                    )
                ],
            }
        ).action_award()
        self.assertIsNone(self._found("no_forecast", self.job), "the job is not forecast")
        forecasts = self.env["construction.forecast"].with_user(self.manager)
        first = forecasts.create({"project_id": self.job.id, "period": "2026-02-28"})
        self.assertEqual(self._found("forecasts", self.job)[0], 1)
        self.assertEqual(self._found("no_forecast", self.job), (1, 0))
        first.action_submit()
        first.with_user(self.controller).action_approve()
        self.assertIsNone(self._found("forecasts", self.job))
        march = forecasts.create({"project_id": self.job.id, "period": MARCH})
        self.assertIsNone(self._found("no_forecast", self.job))
        self.assertEqual(self._found("forecasts", self.job)[0], 1)
        march.action_submit()
        march.with_user(self.controller).action_approve()
        self.assertIsNone(self._found("forecasts", self.job))
        self.assertIsNone(self._found("no_forecast", self.job, month="2026-02-28"))

    def test_papers_do_not_block(self):
        kind = self.env.ref("construction_jobcost.compliance_type_licence")
        paper = self.env["construction.compliance.document"].create(
            {
                "type_id": kind.id,
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "project_id": self.job.id,
                "valid_to": "2026-12-31",
            }
        )
        self.assertEqual(self._found("papers", self.job), (1, 0))
        paper.unlink()
        self.assertIsNone(self._found("papers", self.job))


@tagged("post_install", "-at_install")
class TestMonthEndOwner(OwnerCommon):
    def _found(self, job, month=MARCH):
        board = self.env["construction.month.end.board"].with_user(self.finance)
        self.env.flush_all()
        rows = {row["job_id"]: row for row in board.get_board(month)["rows"]}
        cell = rows[job.id]["cells"].get("owner_applications")
        return cell and (cell["count"], cell["amount"])

    def test_owner_applications_block_until_they_are_invoiced(self):
        application = self._application(self._contract(), 4000.0)
        self.assertEqual(self._found(self.job), (1, 4000))
        self.assertIsNone(self._found(self.job, month="2026-02-28"))
        self._certify(application)
        self.assertEqual(self._found(self.job), (1, 4000))
        self._invoiced(application)
        self.assertIsNone(self._found(self.job))

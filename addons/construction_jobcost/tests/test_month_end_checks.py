# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .month_end_common import MonthEndCommon


@tagged("post_install", "-at_install")
class TestMonthEndChecks(MonthEndCommon):
    """Each check finds a real document of the month, and finds it no more when it is settled."""

    def test_nothing_open_but_the_sign_offs(self):
        board = self._board()
        cells = {key: cell["count"] for row in board["rows"] for key, cell in row["cells"].items()}
        self.assertEqual(cells, {"jobs": 2})
        self.assertEqual(
            [row["job_id"] for row in board["rows"]], [0, self.job.id, self.other_job.id]
        )

    def test_receipts(self):
        order = self._confirmed_order()
        order.picking_ids.scheduled_date = "2026-03-31 20:00:00"
        self.assertEqual(self._found("receipts"), (1, 1000))
        self.assertEqual(self._row(self.job)["cells"]["receipts"]["persons"], [self.buyer.name])
        self.assertIsNone(self._found("receipts", month="2026-02-01"))
        line = order.order_line
        self._receive((line, 4, datetime(2026, 3, 30, 12)))
        self.assertEqual(self._found("receipts"), (1, 600))
        self._receive((line, 6, datetime(2026, 3, 30, 12)))
        self.assertIsNone(self._found("receipts"))

    def test_milestones(self):
        contract = self._subcontract(10000.0)
        milestone = (
            self.env["construction.milestone"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Roof is tight",
                    "order_line_id": contract.order_line.id,
                    "percent": 40,
                    "planned_date": "2026-03-20",
                }
            )
        )
        self.assertEqual(self._found("milestones"), (1, 4000))
        milestone.planned_date = "2026-04-20"
        self.assertIsNone(self._found("milestones"))

    def test_applications(self):
        contract = self._subcontract(10000.0)
        application = (
            self.env["construction.payment.application"]
            .with_user(self.manager)
            .create(
                {
                    "order_id": contract.id,
                    "period_start": "2026-03-01",
                    "period_end": "2026-03-31",
                }
            )
        )
        application.line_ids.claimed_work = 3000
        application.action_submit()
        self.assertEqual(self._found("applications"), (1, 3000))
        self.assertEqual(
            self._row(self.job)["cells"]["applications"]["persons"], [self.manager.name]
        )
        application.with_user(self.approver).action_certify()
        self.assertIsNone(self._found("applications"))

    def test_bills_and_what_does_not_match(self):
        order = self._received_order(quantity=4)
        bill = self._bill((order.order_line, 4, 101.0))
        self.assertEqual(self._found("bills"), (1, 404))
        self.assertEqual(self._row(self.job)["cells"]["bills"]["persons"], [self.bookkeeper.name])
        self.assertEqual(self._found("matching"), (2, 8))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()
        self.assertEqual(bill.state, "posted")
        self.assertIsNone(self._found("bills"))
        self.assertIsNone(self._found("matching"))

    def test_bills_of_two_jobs_count_on_each(self):
        none = self.env["purchase.order.line"]
        both = self._coding() | self._coding(job=self.other_job)
        shares = dict(zip(both, (25, 75), strict=True))
        self._bill((none, 1, 1000.0, {"analytic_distribution": shares}))
        self.assertEqual(self._found("bills"), (1, 250))
        self.assertEqual(self._found("bills", self.other_job), (1, 750))
        self.assertEqual(self._found_on_company("bills"), (2, 1000))

    def test_entries(self):
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": "2026-03-20",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "balance": 70,
                            "analytic_distribution": self._coding(),
                        }
                    ),
                    Command.create({"account_id": self.owed.id, "balance": -70}),
                ],
            }
        )
        self.assertEqual(self._found("entries"), (1, 70))
        entry.date = "2026-04-01"
        self.assertIsNone(self._found("entries"))

    def test_missing_timesheets(self):
        self._hours(8, date="2026-02-10")
        self.assertEqual(self._found("hours"), (1, 400))
        # hours on any job show that the person is not forgotten
        self._hours(8, date="2026-03-10", project_id=self.other_job.id)
        self.assertIsNone(self._found("hours"))

    def test_who_left_has_no_missing_timesheets(self):
        self._hours(8, date="2026-02-10")
        self.employee.active = False
        self.assertIsNone(self._found("hours"))

    def test_weeks_below_expected_hours(self):
        self.employee.resource_calendar_id = self.company.resource_calendar_id
        expected = self.company.resource_calendar_id.hours_per_week
        for day in ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"):
            self._hours(expected - (1 if day == "2026-03-16" else 0), date=day)
        self.assertEqual(self._found("weeks"), (1, 50))
        self._hours(1, date="2026-03-17", project_id=self.other_job.id)
        self.assertIsNone(self._found("weeks"))

    def test_equipment_use(self):
        usage = self._use(8)
        self.assertEqual(self._found("equipment"), (1, 640))
        usage.with_user(self.manager).action_approve()
        self.assertIsNone(self._found("equipment"))

    def test_recovery(self):
        self._used(8)
        self.assertIsNone(self._found("recovery"), "the company does not recover")
        recovered = self.other_expense
        self.company.write(
            {
                "recovery_journal_id": self.general.id,
                "equipment_cost_account_id": recovered.id,
                "equipment_recovery_account_id": recovered.id,
            }
        )
        self.assertEqual(self._found("recovery"), (1, 640))
        run = self.env["construction.recovery.run"].with_user(self.finance)
        run.create({"company_id": self.company.id, "date": "2026-03-31"}).action_post()
        self.assertIsNone(self._found("recovery"))

    def test_accruals(self):
        self._received_order()
        self.assertEqual(self._found("accruals"), (1, 600))
        self._accrue()
        self.assertIsNone(self._found("accruals"))
        self.company.accrual_journal_id = False
        self._received_order()
        self.assertIsNone(self._found("accruals"), "the company does not accrue")

    def test_ledger_differences(self):
        line = self._hours(8)
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_analytic_line SET amount = -900 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        checks = self.env["construction.ledger.check"]
        checks._start("person")._run()
        self.assertEqual(self._found("ledger"), (1, 500))
        checks._start("person", heal=True)._run()
        self.assertIsNone(self._found("ledger"))

    def test_reallocations(self):
        bill = self._direct_bill(100.0)
        entry = self._entry_of(bill.invoice_line_ids)
        document = self._reallocation((entry,))
        document.action_submit()
        self.assertEqual(self._found("reallocations"), (1, 100))
        document.with_user(self.approver).action_approve()
        self.assertIsNone(self._found("reallocations"))

    def test_repricings_stand_on_the_company(self):
        self._hours(8)
        repricing = (
            self.env["construction.labor.repricing"]
            .with_user(self.finance)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                    "reason": "Award",
                }
            )
        )
        self.employee.hourly_cost = 60
        repricing.action_preview()
        self.assertIsNone(self._found("repricings"))
        self.assertEqual(self._found_on_company("repricings")[0], 1)
        repricing.unlink()
        self.assertIsNone(self._found_on_company("repricings"))

    def test_old_pending_changes_do_not_block(self):
        line = {"cost_code_id": self.concrete.id, "cost_type_id": self.material.id}
        change = (
            self.env["construction.change.order"]
            .with_user(self.manager)
            .create(
                {
                    "title": "Rock excavation",
                    "project_id": self.job.id,
                    "line_ids": [Command.create({**line, "cost_amount": 1000})],
                }
            )
        )
        change.action_submit()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE construction_change_order SET date_submitted = '2026-03-02' WHERE id = %s",
            [change.id],
        )
        self.env.invalidate_all()
        self.assertIsNone(self._found("changes"))
        self.company.month_end_change_days = 29
        self.assertEqual(self._found("changes"), (1, 1000))
        self.assertEqual(self._row(self.job)["blocking"], 0)
        change.action_draft()
        self.assertIsNone(self._found("changes"))

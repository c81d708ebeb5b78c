# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A job in March whose figures all come from documents, some of them still open."""

from odoo.fields import Command

from .clock_common import clock
from .close_common import MARCH
from .commitment_common import CommitmentCommon
from .equipment_common import EquipmentCommon
from .owner_common import OwnerCommon
from .procurement_common import JOB_COST


class SignedMonthCommon(OwnerCommon, CommitmentCommon, EquipmentCommon):
    """Contract 100,000; budget 85,000, of which labor is forecast at 12,000 instead of 10,000.

    Entered: 7,200.00 of rebar received and billed, 2,000.00 of hours, 30,000.00 billed to the owner.
    Open: 40 rebar to come (4,800.00), a bill of 1,850.25, 8 hours of the excavator (640.00), a
    subcontractor's application of 13,000 work and 2,000 stored, the forecast.
    """

    @classmethod
    def setUpClass(cls):
        with clock("2026-03-31 12:00:00"):
            super().setUpClass()
            cls._set_up_books()
            case = cls("_enter_march")
            case._enter_march()
            cls.usage, cls.claim = case.usage, case.claim
            cls.open_bill, cls.forecast = case.open_bill, case.forecast

    @classmethod
    def _set_up_books(cls):
        cls.job.user_id = cls.manager
        cls.worker = cls._person(
            "sm_worker",
            "hr_timesheet.group_hr_timesheet_user," + JOB_COST + "job_cost_user",
            cls.company,
        )
        cls.signer = cls._person("sm_signer", JOB_COST + "finance", cls.company)
        cls.underbilling = cls._account("122000", "Costs and Earnings in Excess", "asset_current")
        cls.overbilling = cls._account("220000", "Billings in Excess", "liability_current")
        cls.company.write(
            {
                "accrual_journal_id": False,
                "retention_payable_account_id": cls.owed.id,
                "wip_journal_id": cls.general.id,
                "wip_revenue_account_id": cls.income.id,
                "wip_asset_account_id": cls.underbilling.id,
                "wip_liability_account_id": cls.overbilling.id,
            }
        )

    def _enter_march(self):
        self._award_estimate()
        self._bill_owner()
        self._receive_and_bill_rebar()
        self._enter_hours()
        self.usage = self._use(8)
        self._claim_subcontract()
        self.open_bill = self._bill(
            (
                self.env["purchase.order.line"],
                1,
                1850.25,
                {"analytic_distribution": self._coding()},
            ),
            ref="Crane hire",
        )
        self._submit_forecast()
        self.env.flush_all()

    def _award_estimate(self):
        labor = self.env.ref("construction_jobcost.cost_type_labor")
        budget = {self.material: 30000, self.subcontract: 40000, labor: 10000, self.kind: 5000}
        estimate = (
            self.env["construction.estimate"]
            .with_user(self.controller)
            .create(
                {
                    "project_id": self.job.id,
                    "number": "E-1",
                    "date": "2026-01-10",
                    "line_ids": [
                        Command.create(
                            {
                                "cost_code_id": self.concrete.id,
                                "cost_type_id": kind.id,
                                "amount": amount,
                            }
                        )
                        for kind, amount in budget.items()
                    ],
                }
            )
        )
        estimate.action_award()

    def _bill_owner(self):
        contract = self._contract(60000.0, 40000.0, retention_work_percent=10)
        self._invoiced(self._certified(contract, 30000.0))

    def _receive_and_bill_rebar(self):
        order = self._confirmed_order((self.rebar, 100, 120.0))
        receipt = order.picking_ids.with_user(self.buyer)
        receipt.scheduled_date = "2026-03-20 12:00:00"
        receipt.move_ids.write({"quantity": 60, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        self._bill((order.order_line, 60, 120.0)).with_user(self.approver).action_approve_bill()

    def _enter_hours(self):
        self.env["hr.employee"].create(
            {
                "name": "Ana Torres",
                "user_id": self.worker.id,
                "hourly_cost": 50,
                "company_id": self.company.id,
            }
        )
        self.env["account.analytic.line"].with_user(self.worker).create(
            {
                "project_id": self.job.id,
                "name": "Pour",
                "unit_amount": 40,
                "date": "2026-03-05",
                "cost_code_id": self.concrete.id,
            }
        )

    def _claim_subcontract(self):
        order = self._subcontract(40000.0, retention_work_percent=10, commitment_type="subcontract")
        self.claim = (
            self.env["construction.payment.application"]
            .with_user(self.manager)
            .create({"order_id": order.id, "period_start": "2026-03-01", "period_end": MARCH})
        )
        self.claim.line_ids.write({"claimed_work": 13000, "claimed_stored": 2000})
        self.claim.action_submit()

    def _submit_forecast(self):
        self.forecast = (
            self.env["construction.forecast"]
            .with_user(self.manager)
            .create({"project_id": self.job.id, "period": MARCH})
        )
        labor = self.forecast.line_ids.filtered(lambda line: line.cost_type_id.code == "L")
        labor.write({"method": "manual", "plug_amount": 12000, "note": "Slower crew"})
        self.forecast.action_submit()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same steps, document by document; what is special to one stands in the tests of it."""

from odoo.tests import tagged

from .budget_common import BudgetCommon
from .changes_common import ChangesCommon
from .common import MODULE, JobCostCommon
from .forecast_common import ForecastCommon
from .owner_common import OwnerCommon
from .procurement_common import ProcurementCommon
from .reallocation_common import ReallocationCommon
from .retention_common import RetentionCommon
from .steps_common import DraftCase, RefusalCase, VoidCase


@tagged("post_install", "-at_install")
class TestStepsRequisition(RefusalCase, ProcurementCommon):
    def _document(self):
        self._budget(5000)
        return self._requisition((10, 100.0, self.vendor, {}))


@tagged("post_install", "-at_install")
class TestStepsLaborRepricing(DraftCase, JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls.create_user("st_finance", f"{MODULE}.group_finance")
        cls.approver = cls.create_user("st_approver", f"{MODULE}.group_approver")
        cls.reader = cls.create_user("st_reader", f"{MODULE}.group_job_cost_user")
        cls.rate = cls.env["construction.labor.rate"].create(
            {"company_id": cls.company.id, "date_from": "2026-01-01", "burden_percent": 10}
        )
        cls.create_timesheet(date="2026-02-02")
        cls.rate.burden_percent = 15

    def _document(self):
        return (
            self.env["construction.labor.repricing"]
            .with_user(self.finance)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": "2026-02-01",
                    "date_to": "2026-02-28",
                    "reason": "Award of February",
                }
            )
        )


@tagged("post_install", "-at_install")
class TestStepsBudgetChange(VoidCase, BudgetCommon):
    def _document(self):
        return self._change((self.concrete, -100), (self.steel, 100))


@tagged("post_install", "-at_install")
class TestStepsCommitmentChange(VoidCase, RetentionCommon):
    def _document(self):
        return self._change(self._subcontract(), {"quantity": 1, "price_unit": 500})


@tagged("post_install", "-at_install")
class TestStepsPaymentApplication(VoidCase, RetentionCommon):
    approved_step = "certified"

    def _document(self):
        return self._application(self._subcontract(), 1000.0)


@tagged("post_install", "-at_install")
class TestStepsRetentionRelease(VoidCase, RetentionCommon):
    def _document(self):
        order = self._subcontract(10000.0, retention_work_percent=10)
        self._billed(self._certified(order, 10000.0))
        return self._release(order)


@tagged("post_install", "-at_install")
class TestStepsReallocation(VoidCase, ReallocationCommon):
    def _document(self):
        bill = self._direct_bill(100)
        return self._reallocation((self._entry_of(bill.invoice_line_ids), {"amount": 100}))


@tagged("post_install", "-at_install")
class TestStepsChangeOrder(VoidCase, ChangesCommon):
    void_reason_field = "decision_reason"

    def _document(self):
        return self._change((1000, 1200))

    def assertRefusedWith(self, document, reason):
        self.assertEqual(document.decision_reason, reason)


@tagged("post_install", "-at_install")
class TestStepsOwnerApplication(VoidCase, OwnerCommon):
    approved_step = "certified"

    def _document(self):
        return self._application(self._contract(), 1000.0)


@tagged("post_install", "-at_install")
class TestStepsOwnerRelease(VoidCase, OwnerCommon):
    def _document(self):
        contract = self._contract(retention_work_percent=10)
        self._invoiced(self._certified(contract, 4000.0))
        release = (
            self.env["construction.owner.release"]
            .with_user(self.finance)
            .create(
                {"contract_id": contract.id, "date": "2026-06-30", "reason": "All work accepted"}
            )
        )
        release.action_fill()
        return release


@tagged("post_install", "-at_install")
class TestStepsForecast(VoidCase, ForecastCommon):
    approver_name, outsider_name = "controller", "auditor"
    approver_group = f"{MODULE}.group_cost_controller"

    def _document(self):
        return self.forecast(method="units")

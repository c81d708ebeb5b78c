# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestCommitmentReport(ProcurementCommon):
    def _rows(self, user=None):
        self.env.cr.flush()
        user = user or self.reader
        report = self.env["purchase.commitment.report"].with_user(user)
        report = report.with_context(allowed_company_ids=user.company_id.ids)
        return report.search([("project_id", "=", self.job.id)])

    def test_figures_of_an_order_line(self):
        order = self._confirmed_order(amount=5000)
        line = order.order_line
        line.product_qty = 12
        self.env["purchase.order"]._receive([ReceiptLine(line.id, 6)], "R")
        self._bill((line, 4, 100.0)).with_user(self.approver).action_approve_bill()
        self.assertRecordValues(
            self._rows(),
            [
                {
                    "order_id": order.id,
                    "order_line_id": line.id,
                    "partner_id": self.vendor.id,
                    "cost_code_id": self.concrete.id,
                    "original_amount": 1000,
                    "changes_amount": 200,
                    "committed_amount": 1200,
                    "received_amount": 600,
                    "invoiced_amount": 400,
                    "accrued_amount": 200,
                    "open_amount": 800,
                }
            ],
        )

    def test_cancelled_order_is_no_commitment(self):
        order = self._confirmed_order()
        self.assertTrue(self._rows())
        order.button_cancel()
        self.assertFalse(self._rows())

    def test_only_readers_of_the_own_company(self):
        self._confirmed_order()
        stranger = self._stranger("construction_jobcost.group_job_cost_user")
        self.assertFalse(self._rows(stranger))
        self.buyer.group_ids = self.env.ref("base.group_user")
        with self.assertRaises(AccessError):
            self._rows(self.buyer)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestRequisition(ProcurementCommon):
    def test_within_budget_to_order(self):
        self._budget(1500)
        requisition = self._requisition()
        requisition.action_submit()
        self.assertEqual(requisition.state, "submitted")
        self.assertEqual(self._buckets()["pending_commitments"], 1000)
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(requisition.state, "ordered")
        order = requisition.order_ids
        self.assertRecordValues(
            order.sudo(),
            [{"state": "purchase", "partner_id": self.vendor.id, "amount_untaxed": 1000}],
        )
        self.assertEqual(order.order_line.line_ref, "1")
        buckets = self._buckets()
        self.assertEqual(buckets["original_commitments"], 1000)
        self.assertNotIn("pending_commitments", buckets)

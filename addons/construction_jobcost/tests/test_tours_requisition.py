# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .procurement_common import JOB_COST, ProcurementCommon


@tagged("post_install", "-at_install")
class TestRequisitionTours(ProcurementCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._person("pc_technician", JOB_COST + "technical_approver", cls.company)
        cls.purchaser = cls._person(
            "pc_purchaser",
            "purchase.group_purchase_user,stock.group_stock_user,account.group_account_invoice,"
            + JOB_COST
            + "job_cost_user",
            cls.company,
        )
        cls.env["product.product"].create(
            {"name": "Mesh", "type": "consu", "is_storable": True, "purchase_method": "receive"}
        )

    def _tour(self, name, user, path):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    def test_request_to_bill_with_a_split_delivery_and_a_substitution(self):
        """Each as a person with the least rights."""
        self._budget(5000)
        self._tour("construction_request_item", self.manager, "requisitions")
        self._tour("construction_approve_from_list", self.approver, "my-approvals")
        requisition = self.env["construction.requisition"].search(
            [("project_id", "=", self.job.id)]
        )
        self.assertEqual(requisition.state, "ordered")
        order = requisition.order_ids
        path = f"purchase.order/{order.id}"
        self._tour("construction_receive_part", self.purchaser, path)
        self._tour("construction_ask_substitute", self.manager, path)
        self._tour("construction_agree_substitute", self.technician, "substitutions")
        self.assertEqual(self._buckets()["original_commitments"], 1000)
        self._tour("construction_approve_from_list", self.approver, "my-approvals")
        # 4 x 100 came, 12 x 60 instead of 6 x 100
        self.assertEqual(self._buckets()["approved_commitment_changes"], 120)
        self._tour("construction_receive_rest", self.purchaser, path)
        self.assertEqual(requisition.state, "received")
        self.assertEqual(self._buckets()["received_goods"], 1120)
        self._tour("construction_bill_order", self.purchaser, "purchase-orders")
        self._tour("construction_approve_from_list", self.approver, "my-approvals")
        self.assertEqual(order.invoice_ids.state, "posted")
        buckets = self._buckets()
        self.assertEqual(buckets["invoiced"], 1120)
        self.assertNotIn("accrued", buckets)
        self.assertNotIn("direct_cost", buckets)

    def test_compare_quotes(self):
        self._budget(5000)
        nobody = self.env["res.partner"]
        item = {"product_id": self.rebar.id, "uom_id": self.unit.id, "description": "Rebar"}
        requisition = self._requisition(
            (10, 100.0, nobody, item), (5, 20.0, nobody, {"description": "Tie wire"})
        )
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        vendors = self.vendor | self.other_vendor
        rfq = (
            self.env["construction.rfq"]
            .with_user(self.purchaser)
            .create({"requisition_id": requisition.id, "vendor_ids": vendors.ids})
        )
        rfq.action_ask_vendors()
        for order, prices in zip(rfq.order_ids.sorted("id"), ((90, 25), (95, 15)), strict=True):
            for line, price in zip(order.order_line, prices, strict=True):
                line.price_unit = price
        self._tour("construction_compare_quotes", self.purchaser, "quote-comparisons")
        self.assertEqual(rfq.award_note, "Delivers on Monday")
        self.assertEqual(self._buckets()["original_commitments"], 1025)

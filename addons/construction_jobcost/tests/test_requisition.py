# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
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
        order = requisition.sudo().order_ids
        self.assertRecordValues(
            order, [{"state": "purchase", "partner_id": self.vendor.id, "amount_untaxed": 1000}]
        )
        self.assertEqual(order.order_line.line_ref, "1")
        buckets = self._buckets()
        self.assertEqual(buckets["original_commitments"], 1000)
        self.assertNotIn("pending_commitments", buckets)

    def test_submission_asks_an_approver(self):
        self._budget(1500)
        requisition = self._requisition()
        requisition.action_submit()
        self.assertIn(self.approver, requisition.activity_ids.user_id)
        requisition.with_user(self.approver).action_approve()
        self.assertFalse(requisition.activity_ids)

    def test_over_budget_is_held_and_named(self):
        self._budget(600)
        requisition = self._requisition()
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")
        for part in ("03-100", "Material", "600.00", "1,000.00", "committed"):
            self.assertIn(part, requisition.budget_note)
        with self.assertRaises(UserError):
            requisition.with_user(self.approver).action_approve()

    def test_lines_of_one_budget_are_judged_together(self):
        self._budget(1500)
        requisition = self._requisition((10, 100.0, self.vendor), (6, 100.0, self.vendor))
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")

    def test_requisitions_submitted_together_share_the_budget(self):
        self._budget(1500)
        first, second = self._requisition(), self._requisition()
        (first | second).action_submit()
        self.assertEqual([first.state, second.state], ["submitted", "budget_check"])

    def test_release_needs_right_and_reason(self):
        requisition = self._requisition()
        requisition.action_submit()
        for user in (self.manager, self.approver):
            with self.assertRaises(AccessError):
                requisition.with_user(user).action_release("urgent")
        with self.assertRaises(UserError):
            requisition.with_user(self.controller).action_release("  ")
        requisition.with_user(self.controller).action_release("Owner pays the overrun")
        self.assertRecordValues(
            requisition,
            [
                {
                    "state": "submitted",
                    "release_reason": "Owner pays the overrun",
                    "released_by_id": self.controller.id,
                }
            ],
        )
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(requisition.state, "ordered")

    def test_held_requisition_cannot_submit_itself_again(self):
        requisition = self._requisition()
        requisition.action_submit()
        self._budget(5000)
        with self.assertRaises(UserError):
            requisition.action_submit()

    def test_line_without_vendor_waits_approved(self):
        self._budget(5000)
        nobody = self.env["res.partner"]
        requisition = self._requisition((1, 100.0, nobody), (2, 100.0, self.vendor))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(requisition.state, "approved")
        self.assertIn("1", requisition.order_note)
        self.assertEqual(self._buckets()["pending_commitments"], 100)
        self.assertEqual(self._buckets()["original_commitments"], 200)
        buyer = requisition.with_user(self.buyer)
        with self.assertRaises(UserError):
            buyer.action_create_orders()
        buyer.line_ids[0].vendor_id = self.other_vendor
        buyer.action_create_orders()
        self.assertEqual(requisition.state, "ordered")
        self.assertEqual(len(requisition.sudo().order_ids), 2)
        self.assertNotIn("pending_commitments", self._buckets())

    def test_lines_are_over_budget_only_while_they_ask(self):
        self._budget(600)
        requisition = self._requisition()
        self.assertTrue(requisition.line_ids.is_over_budget)
        requisition.action_submit()
        self.assertTrue(requisition.line_ids.is_over_budget)
        requisition.with_user(self.controller).action_release("Owner pays")
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(requisition.state, "ordered")
        self.assertFalse(requisition.line_ids.is_over_budget)

    def test_rejected_lines_ask_for_nothing(self):
        requisition = self._requisition()
        requisition.action_submit()
        requisition.with_user(self.controller).action_reject("Not needed")
        self.assertFalse(requisition.line_ids.is_over_budget)

    def test_company_without_warehouse_says_what_to_do(self):
        self._budget(1500)
        requisition = self._requisition()
        requisition.action_submit()
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        self.env["stock.picking.type"].search(
            ["|", ("warehouse_id", "in", warehouses.ids), ("warehouse_id", "=", False)]
        ).active = False
        self.env["stock.picking.type"].with_context(active_test=False).search(
            [("code", "=", "incoming"), ("warehouse_id", "=", False)]
        ).unlink()
        with self.assertRaisesRegex(UserError, "Harbor Contractors has no warehouse"):
            requisition.with_user(self.approver).action_approve()

    def test_one_order_per_vendor(self):
        self._budget(5000)
        requisition = self._requisition(
            (1, 100.0, self.vendor), (2, 100.0, self.other_vendor), (3, 100.0, self.vendor)
        )
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        lines = {
            order.partner_id: order.order_line.mapped("line_ref")
            for order in requisition.sudo().order_ids
        }
        self.assertEqual(lines, {self.vendor: ["1", "3"], self.other_vendor: ["2"]})

    def test_order_lines_of_one_general_product_keep_their_prices(self):
        self._budget(50000)
        requisition = self._requisition((1, 100.0, self.vendor), (2, 250.0, self.vendor))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        lines = requisition.sudo().order_ids.order_line
        self.assertEqual(lines.mapped("price_unit"), [100.0, 250.0])
        lines[1].product_qty = 1
        self.assertEqual(lines[1].price_unit, 250.0)
        self.assertFalse(lines.product_id.seller_ids)

    def test_coding_is_not_replaced_by_a_distribution_model(self):
        self._budget(5000)
        self.env["account.analytic.distribution.model"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "analytic_distribution": self._coding(code=self.steel),
            }
        )
        requisition = self._requisition()
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.assertEqual(
            requisition.sudo().order_ids.order_line.analytic_distribution, self._coding()
        )

    def test_reject_gives_the_budget_back(self):
        self._budget(1500)
        requisition = self._requisition()
        requisition.action_submit()
        with self.assertRaises(AccessError):
            requisition.with_user(self.reader).action_reject("no")
        requisition.with_user(self.approver).action_reject("Bought last week")
        self.assertEqual(requisition.state, "rejected")
        self.assertFalse(self._buckets().get("pending_commitments"))
        requisition.action_draft()
        self.assertEqual(requisition.state, "draft")

    def test_cancel_before_order_only(self):
        self._budget(5000)
        first, second = self._requisition(), self._requisition()
        (first | second).action_submit()
        first.action_cancel()
        self.assertEqual(first.state, "cancelled")
        second.with_user(self.approver).action_approve()
        with self.assertRaises(UserError):
            second.action_cancel()

    def test_received_when_all_lines_are(self):
        self._budget(5000)
        item = {"product_id": self.rebar.id, "uom_id": self.unit.id}
        requisition = self._requisition((10, 100.0, self.vendor, item))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        line = requisition.sudo().order_ids.order_line
        orders = self.env["purchase.order"]
        orders._receive([ReceiptLine(line.id, 4)], "R1")
        self.env.cr.flush()
        self.assertEqual(requisition.state, "ordered")
        orders._receive([ReceiptLine(line.id, 6)], "R2")
        self.env.cr.flush()
        self.assertEqual(requisition.state, "received")

    def test_state_cannot_be_written(self):
        requisition = self._requisition()
        for values in ({"state": "approved"}, {"release_reason": "x"}, {"date_submitted": False}):
            with self.assertRaises(UserError):
                requisition.write(values)
        with self.assertRaises(UserError):
            self._requisition(state="approved")

    def test_submitted_lines_are_frozen(self):
        self._budget(5000)
        requisition = self._requisition()
        requisition.action_submit()
        line = requisition.line_ids
        with self.assertRaises(UserError):
            line.quantity = 20
        with self.assertRaises(UserError):
            requisition.write({"line_ids": [Command.update(line.id, {"estimated_unit_cost": 1})]})
        with self.assertRaises(UserError):
            line.copy({"line_ref": "9"})
        with self.assertRaises(UserError):
            line.unlink()
        line.vendor_id = self.other_vendor
        self.assertEqual(line.amount, 1000)

    def test_amount_follows_from_quantity_and_cost(self):
        requisition = self._requisition((3, 33.333, self.vendor, {"amount": 1.0}))
        self.assertEqual(requisition.line_ids.amount, 100.0)
        requisition.line_ids.write({"amount": 1.0})
        self.assertEqual(requisition.line_ids.amount, 100.0)

    def test_lines_are_numbered_and_unique(self):
        requisition = self._requisition(
            (1, 1.0, self.vendor, {"line_ref": "2"}),
            (1, 1.0, self.vendor),
            (1, 1.0, self.vendor),
        )
        self.assertEqual(requisition.line_ids.mapped("line_ref"), ["2", "1", "3"])

    def test_impossible_quantities_are_refused(self):
        with self.assertRaises(ValidationError):
            self._requisition((0, 100.0, self.vendor))
        with self.assertRaises(ValidationError):
            self._requisition((1, -5.0, self.vendor))

    def test_reader_cannot_request_nor_submit(self):
        requisition = self._requisition()
        with self.assertRaises(AccessError):
            self._requisition(user=self.reader)
        with self.assertRaises(AccessError):
            requisition.with_user(self.reader).action_submit()

    def test_other_company_sees_nothing(self):
        requisition = self._requisition()
        stranger = self._stranger("purchase.group_purchase_user")
        self.assertFalse(
            self.env["construction.requisition"]
            .with_user(stranger)
            .with_context(allowed_company_ids=stranger.company_id.ids)
            .search([("id", "=", requisition.id)])
        )
        requisition.sudo().action_submit()
        foreign = requisition.with_user(stranger).with_context(
            allowed_company_ids=stranger.company_id.ids
        )
        for step in ("action_approve", "action_reject", "action_submit", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(foreign, step)()
        self.assertIn(requisition.state, ("submitted", "budget_check"))

    def test_job_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other Contractors"})
        job = self.env["project.project"].create(
            {"name": "Foreign", "job_code": "1", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self._requisition(user=self.env.user, project_id=job.id)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestRequisitionSplit(ApprovalCommon):
    """One requested line ordered in parts, from several vendors and over time."""

    def setUp(self):
        super().setUp()
        self._budget(5000)
        item = {"product_id": self.rebar.id, "uom_id": self.unit.id}
        self.requisition = self._requisition((10, 100.0, self.env["res.partner"], item))
        self.requisition.action_submit()
        self.requisition.with_user(self.approver).action_approve()
        self.line = self.requisition.line_ids

    def _order_part(self, quantity, vendor=None, user=None):
        wizard = (
            self.env["construction.requisition.order.wizard"]
            .with_user(user or self.buyer)
            .with_context(active_id=self.requisition.id)
        )
        with Form(wizard) as form, form.line_ids.edit(0) as line:
            line.quantity = quantity
            line.vendor_id = vendor or self.vendor
        before = self.requisition.sudo().order_ids
        form.record.action_order()
        self.env.cr.flush()
        return self.requisition.sudo().order_ids - before

    def check(self, state, pending, committed):
        self.assertEqual(self.requisition.state, state)
        buckets = self._buckets()
        self.assertEqual(buckets.get("pending_commitments", 0), pending)
        committed_now = sum(
            buckets.get(name, 0) for name in ("original_commitments", "approved_commitment_changes")
        )
        self.assertEqual(committed_now, committed)

    def test_ordered_in_parts_from_two_vendors(self):
        self.check("approved", 1000, 0)
        first = self._order_part(4)
        self.check("approved", 600, 400)
        self.assertRecordValues(
            self.line, [{"ordered_quantity": 4, "open_quantity": 6, "order_state": "partly"}]
        )
        second = self._order_part(6, self.other_vendor)
        self.check("ordered", 0, 1000)
        self.assertEqual(self.line.order_state, "ordered")
        self.assertEqual((first | second).mapped("approved_amount"), [400, 600])
        self.assertEqual(first.order_line.analytic_distribution, self._coding())

    def test_no_more_than_is_open(self):
        self._order_part(4)
        for quantity in (6.5, -1):
            with self.assertRaises(UserError):
                self._order_part(quantity)

    def test_rest_is_closed_with_a_reason(self):
        self._order_part(4)
        with self.assertRaises(UserError):
            self.requisition.with_user(self.buyer).action_close_rest(" ")
        with self.assertRaises(AccessError):
            self.requisition.with_user(self.reader).action_close_rest("Enough")
        self.requisition.with_user(self.buyer).action_close_rest("Enough on site")
        self.check("ordered", 0, 400)
        self.assertRecordValues(
            self.line,
            [{"closed_quantity": 6, "close_reason": "Enough on site", "open_quantity": 0}],
        )

    def test_closing_cannot_be_written(self):
        self.line.with_user(self.buyer).write({"closed_quantity": 10, "vendor_id": self.vendor.id})
        self.assertEqual(self.line.closed_quantity, 0)
        self.check("approved", 1000, 0)

    def test_cancelled_part_is_open_again(self):
        first = self._order_part(4)
        self._order_part(6)
        self.check("ordered", 0, 1000)
        first.button_cancel()
        self.env.cr.flush()
        self.check("approved", 400, 600)
        self._order_part(4, self.other_vendor)
        self.check("ordered", 0, 1000)

    def test_cancelled_part_does_not_come_back_beside_its_successor(self):
        first = self._order_part(4)
        first.button_cancel()
        self.env.cr.flush()
        self._order_part(10)
        first.button_draft()
        self.assertRefused("was approved for", first.button_confirm)
        self.check("ordered", 0, 1000)

    def test_lowered_part_frees_its_rest_once(self):
        first = self._order_part(10)
        line = first.order_line.with_user(self.buyer)
        line.product_qty = 6
        self.env.cr.flush()
        self.check("approved", 400, 600)
        self._order_part(4)
        self.assertRefused("was approved for", line.write, {"product_qty": 10})

    def test_part_raised_by_an_approval_of_its_own_takes_no_more_of_the_requisition(self):
        first = self._order_part(10)
        first.with_user(self.approver).action_approve_order(amount=1500)
        first.with_user(self.buyer).order_line.price_unit = 150
        self.env.cr.flush()
        self.check("ordered", 0, 1500)
        # lowered, ordered again elsewhere and raised back it would be paid twice
        first.with_user(self.buyer).order_line.product_qty = 0
        self.env.cr.flush()
        self._order_part(10, self.other_vendor)
        self.assertRefused(
            "was approved for", first.with_user(self.buyer).order_line.write, {"product_qty": 10}
        )

    def test_parts_of_a_price_that_does_not_divide(self):
        line = {"product_id": self.rebar.id, "uom_id": self.unit.id}
        requisition = self._requisition((3, 3.335, self.env["res.partner"], line))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.requisition = requisition
        for _part in range(3):
            self._order_part(1)
        self.assertEqual(requisition.state, "ordered")

    def test_part_in_another_unit(self):
        order = self._order_part(10)
        dozen = self.env.ref("uom.product_uom_dozen")
        order.order_line.write({"product_uom_id": dozen.id, "product_qty": 0.5, "price_unit": 1200})
        self.env.cr.flush()
        self.assertEqual(self.line.open_quantity, 4)

    def test_received_when_every_part_is(self):
        first, second = self._order_part(4), self._order_part(6)
        for order in (first, second):
            self.assertEqual(self.requisition.state, "ordered")
            picking = order.picking_ids
            picking.move_ids.quantity = picking.move_ids.product_uom_qty
            picking.move_ids.picked = True
            picking.button_validate()
            self.env.cr.flush()
        self.assertEqual(self.requisition.state, "received")

    def test_nobody_names_an_origin(self):
        order = self._order(requisition_id=self.requisition.id)
        order.order_line.requisition_line_id = self.line
        order.requisition_id = self.requisition
        self.assertFalse(order.requisition_id or order.order_line.requisition_line_id)
        forged = self._order_with_context(default_requisition_id=self.requisition.id)
        self.assertFalse(forged.requisition_id)
        self.assertEqual(self.line.open_quantity, 10)

    def _order_with_context(self, **context):
        return (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .with_context(**context)
            .create({"partner_id": self.vendor.id, "order_line": [Command.clear()]})
        )

    def test_merging_keeps_what_is_requested_apart(self):
        parts = self._order_part(4) | self._order_part(6)
        parts.button_cancel()
        parts.button_draft()
        with self.assertRaises(UserError):
            parts.with_user(self.buyer).action_merge()

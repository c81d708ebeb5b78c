# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestReceipt(HandlerCase):
    def setUp(self):
        super().setUp()
        self.set_up_job()

    def send_receipt(self, number="RCV-1", quantity="4", final=False, **line):
        data = {
            "receipt_number": number,
            "purchase_order": "REQ-1",
            "received_at": "2026-04-14T07:35:00-07:00",
            "final": final,
            "lines": [{"line_id": "1", "quantity": quantity, "uom": "CY"} | line],
        }
        return self.send("goods.received", data)

    def test_waits_until_the_order_is_approved(self):
        early = self.send_receipt()
        self.assertState(early, "waiting", "waiting.purchase_order")
        self.send_requisition()
        self.assertState(early, "waiting", "waiting.purchase_order")
        self.requisition().with_user(self.approver).action_approve()
        # what waited is released when the approval is committed
        self.env.cr.flush()
        self.drain()
        self.assertState(early, "done")
        self.assertCost(received=200)

    def test_split_delivery_leaves_a_backorder(self):
        order = self.order()
        self.assertState(self.send_receipt("RCV-1", "4"), "done")
        self.assertEqual(order.order_line.qty_received, 4)
        self.assertState(self.send_receipt("RCV-2", "6"), "done")
        self.assertEqual(order.order_line.qty_received, 10)
        self.assertEqual(order.picking_ids.mapped("state"), ["done", "done"])
        self.assertCost(received=500, accrued=500)

    def test_what_follows_is_signed_by_the_system(self):
        order = self.order()
        self.send_receipt()
        note = order.message_ids.filtered(lambda message: "Received Quantity" in message.body)
        self.assertEqual(note.author_id, self.system.user_id.partner_id)
        self.assertFalse(order.requisition_id.message_ids.filtered("tracking_value_ids"))

    def test_odoo_number_of_the_order_is_understood(self):
        order = self.order()
        data = {
            "receipt_number": "RCV-1",
            "purchase_order": order.name,
            "received_at": "2026-04-14T07:35:00-07:00",
            "lines": [{"line_id": "1", "quantity": "1", "uom": "CY"}],
        }
        self.assertState(self.send("goods.received", data), "done")
        self.assertEqual(order.order_line.qty_received, 1)

    def test_place_and_note_stand_on_the_transfer(self):
        order = self.order()
        data = {
            "receipt_number": "RCV-1",
            "purchase_order": "REQ-1",
            "received_at": "2026-04-14T07:35:00-07:00",
            "location": "Gate 3",
            "lines": [{"line_id": "1", "quantity": "1", "uom": "CY", "note": "Wet"}],
        }
        self.assertState(self.send("goods.received", data), "done")
        transfer = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self.assertIn("Delivered to Gate 3. Wet", transfer.message_ids[:1].body)
        self.assertEqual(str(transfer.date_done), "2026-04-14 14:35:00")

    def test_final_delivery_closes_the_rest(self):
        order = self.order()
        self.send_receipt(final=True)
        self.assertEqual(order.order_line.qty_received, 4)
        self.assertFalse(order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")))

    def test_rejected_goods_are_not_accepted(self):
        order = self.order()
        self.send_receipt(quantity="10", rejected_quantity="3")
        self.assertEqual(order.order_line.qty_received, 7)
        self.assertCost(received=350)

    def test_more_than_ordered_stops_until_somebody_accepts_it(self):
        self.order()
        message = self.send_receipt(quantity="11")
        self.assertState(message, "exception", "receipt.over_ordered")
        self.assertCost(received=0)
        manager = self.create_person("site.manager", "group_project_manager")
        manager.group_ids = [(4, self.env.ref("construction_connector_base.group_operator").id)]
        message.with_user(manager)._override("Counted twice, all used")
        self.drain()
        self.assertState(message, "done")
        self.assertCost(received=550)

    def test_receipts_of_one_bulk_add_up(self):
        self.order()
        messages = [
            self.post(
                "goods.received",
                {
                    "receipt_number": number,
                    "purchase_order": "REQ-1",
                    "received_at": "2026-04-14T07:35:00-07:00",
                    "lines": [{"line_id": "1", "quantity": "6", "uom": "CY"}],
                },
            )
            for number in ("RCV-1", "RCV-2")
        ]
        self.drain()
        self.assertState(messages[0], "done")
        self.assertState(messages[1], "exception", "receipt.over_ordered")
        self.assertCost(received=300)

    def test_same_receipt_again_changes_nothing(self):
        self.order()
        self.send_receipt()
        self.assertState(self.send_receipt(), "done", "repeated")
        self.assertState(self.send_receipt(quantity="5"), "exception", "document.changed")
        self.assertCost(received=200)

    def test_service_is_confirmed_on_the_order(self):
        self.send("cost_code.upserted", {"code": "G-1", "name": "Traffic"})
        budget = {"line_id": "1", "cost_code": "G-1", "cost_type": "S", "amount": "3000.00"}
        self.send_budget(estimate_id="E-2", lines=[budget])
        line = self.requisition_line(
            item_code=None,
            quantity="3",
            uom="MO",
            estimated_unit_cost="1000.00",
            cost_code="G-1",
            cost_type="S",
        )
        self.send_requisition(lines=[line])
        self.requisition().with_user(self.approver).action_approve()
        message = self.send_receipt(quantity="1", uom="MO")
        self.assertState(message, "done")
        self.assertEqual(message.document_ids.res_model, "purchase.order")
        self.assertState(self.send_receipt(quantity="1", uom="MO"), "done", "repeated")
        self.assertEqual(self.requisition().order_ids.order_line.qty_received, 1)

    def test_unknown_line_other_unit_and_substitute_stop(self):
        self.order()
        for change, code in (
            ({"line_id": "9"}, "order.unknown_line"),
            ({"uom": "TON"}, "uom.mismatch"),
            ({"substitute_item_code": "RM-5000"}, "receipt.substitute"),
        ):
            with self.subTest(code):
                self.assertState(self.send_receipt(code, **change), "exception", code)
        self.assertCost(received=0)

    def test_order_of_another_company_is_not_found(self):
        self.order()
        data = {
            "receipt_number": "RCV-1",
            "purchase_order": "REQ-1",
            "received_at": "2026-04-14T07:35:00-07:00",
            "lines": [{"line_id": "1", "quantity": "1", "uom": "CY"}],
        }
        message = self.send("goods.received", data, entity="B")
        self.assertState(message, "waiting", "waiting.purchase_order")

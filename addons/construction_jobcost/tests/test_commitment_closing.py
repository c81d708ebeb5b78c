# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestCommitmentClosing(CommitmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._person(
            "cl_chief",
            "purchase.group_purchase_manager,stock.group_stock_user,"
            "construction_jobcost.group_job_cost_user",
            cls.company,
        )

    def _half_done(self):
        """Confirm an order of 10, receive 6 and bill 4."""
        with freeze_time("2026-02-02 10:00:00"):
            order = self._confirmed_order(amount=5000)
            self._receive(order.order_line, 6, datetime(2026, 3, 1, 12))
        self._approve_bill(self._bill((order.order_line, 4, 100.0)))
        self.env.cr.flush()
        return order

    def _receive(self, line, quantity, day=None):
        return self.env["purchase.order"]._receive([ReceiptLine(line.id, quantity, day)], "R")

    def _approve_bill(self, bill):
        bill.with_user(self.approver).action_approve_bill("Agreed")

    def _changes(self):
        entries = self.env["construction.cost.entry"].search(
            [("bucket", "=", "approved_commitment_changes")], order="id"
        )
        return [(str(entry.date), entry.amount, entry.quantity) for entry in entries]

    def test_what_is_neither_received_nor_billed_is_released_and_comes_back(self):
        order = self._half_done()
        with freeze_time("2026-05-05 10:00:00"):
            order.with_user(self.manager).action_close("Rest not needed")
            self.env.cr.flush()
        self.assertEqual(order.commitment_state, "closed")
        self.assertEqual(self._changes(), [("2026-05-05", -400, -4)])
        self.assertEqual(self._buckets()["accrued"], 200)
        closing = order.closing_ids
        self.assertEqual((closing.reason, closing.user_id), ("Rest not needed", self.manager))
        self.assertFalse(
            order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        )
        self.assertSwept()
        with freeze_time("2026-06-06 10:00:00"):
            order.with_user(self.chief).action_reopen("Needed after all")
            self.env.cr.flush()
        self.assertEqual(order.commitment_state, "partly_received")
        self.assertEqual(self._changes(), [("2026-05-05", -400, -4), ("2026-06-06", 400, 4)])
        self.assertEqual(closing.reopened_by_id, self.chief)
        self._receive(order.order_line, 4)
        self.assertEqual(order.order_line.qty_received, 10)
        self.assertSwept()

    def test_nothing_happens_to_a_closed_commitment(self):
        order = self._half_done()
        line = order.order_line
        draft = self._change(order, {"order_line_id": line.id, "quantity": 1})
        order.action_close("Done")
        self.env.cr.flush()
        for attempt in (
            lambda: self._receive(line, 1),
            lambda: self._bill((line, 1, 100.0)),
            lambda: line.write({"product_qty": 12}),
            lambda: line.write({"price_unit": 90}),
            lambda: line.copy({"order_id": order.id}),
            lambda: order.write({"partner_id": self.other_vendor.id}),
            lambda: order.button_cancel(),
            lambda: draft.action_submit(),
            lambda: order.action_close("Again"),
            self._returned(order),
        ):
            with (
                self.subTest(attempt),
                self.assertRaisesRegex(UserError, "is closed"),
                self.env.cr.savepoint(),
            ):
                attempt()
                self.env.cr.flush()

    def _returned(self, order):
        def attempt():
            move = order.order_line.move_ids.filtered(lambda m: m.state == "done")[:1]
            back = move.copy(
                {
                    "location_id": move.location_dest_id.id,
                    "location_dest_id": move.location_id.id,
                    "origin_returned_move_id": move.id,
                    "to_refund": True,
                    "purchase_line_id": order.order_line.id,
                }
            )
            back.write({"quantity": 1, "picked": True})
            back._action_done()

        return attempt

    def test_what_waits_has_to_be_decided_first(self):
        order = self._half_done()
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        change.action_submit()
        with self.assertRaisesRegex(UserError, "wait for a decision"):
            order.action_close("Done")
        change.action_draft()
        bill = self._bill((order.order_line, 1, 100.0))
        with self.assertRaisesRegex(UserError, "not posted"):
            order.action_close("Done")
        bill.sudo().unlink()
        with self.assertRaisesRegex(UserError, "reason"):
            order.action_close(" ")
        order.action_close("Done")
        self.assertTrue(order.is_closed)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_closing_and_reopening_take_a_right(self):
        order = self._half_done()
        with self.assertRaises(AccessError):
            order.with_user(self.reader).action_close("Done")
        order.with_user(self.controller).action_close("Done")
        for user in (self.reader, self.manager, self.buyer):
            with self.assertRaises(AccessError):
                order.with_user(user).action_reopen("More")
        closing = order.closing_ids
        for user in (self.manager, self.buyer, self.controller):
            for operation in ("create", "write", "unlink"):
                self.assertFalse(closing.with_user(user).has_access(operation))
                self.assertFalse(closing.line_ids.with_user(user).has_access(operation))
        order.with_user(self.buyer).write({"is_closed": False})
        self.assertTrue(order.is_closed)
        stranger = self._stranger("construction_jobcost.group_job_cost_user")
        for records in (closing, closing.line_ids):
            theirs = records.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_ids.ids
            )
            self.assertFalse(theirs.search([("id", "in", records.ids)]))

    def test_a_deduction_that_was_not_drawn_is_given_up(self):
        order = self._subcontract(10000)
        self._approved(
            order,
            {"name": "Clean-up", "cost_code_id": self.concrete.id, "amount": -500},
        )
        self._approve_bill(self._bill((order.order_line[0], 1, 10000.0)))
        order.action_close("Agreed")
        self.env.cr.flush()
        committed = self._buckets()
        self.assertEqual(committed["original_commitments"], 10000)
        self.assertNotIn("approved_commitment_changes", committed)
        self.assertSwept()

    def test_locked_orders_close_and_void_keeps_its_reason(self):
        order = self._confirmed_order()
        order.button_lock()
        with self.assertRaisesRegex(UserError, "unlock"):
            order.action_void("Wrong vendor")
        order.button_unlock()
        order.action_void("Wrong vendor")
        self.assertEqual((order.commitment_state, order.void_reason), ("void", "Wrong vendor"))
        self.assertEqual(self._buckets(), {})

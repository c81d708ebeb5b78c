# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon

PENDING, APPROVED = "pending_commitment_changes", "approved_commitment_changes"


@tagged("post_install", "-at_install")
class TestCommitmentChange(CommitmentCommon):
    def _entries(self, change):
        entries = self.env["construction.cost.entry"].search(
            [("document_model", "=", change._name), ("document_id", "=", change.id)], order="id"
        )
        return [(str(e.date), e.bucket, e.amount) for e in entries]

    def test_more_units_are_pending_then_committed_by_the_change_itself(self):
        with freeze_time("2026-02-02 10:00:00"):
            order = self._confirmed_order()
        line = order.order_line
        with freeze_time("2026-03-02 10:00:00"):
            change = self._change(order, {"order_line_id": line.id, "quantity": 3})
            self.assertEqual(change.line_ids.amount, 300)
            self.assertNotIn(PENDING, self._buckets())
            change.action_submit()
            self.assertEqual(self._buckets()[PENDING], 300)
            self.assertEqual(line.product_qty, 10)
        with freeze_time("2026-03-05 10:00:00"):
            change.with_user(self.approver).action_approve()
            self.env.cr.flush()
        self.assertEqual(line.product_qty, 13)
        self.assertEqual(self._buckets(), {"original_commitments": 1000, APPROVED: 300})
        self.assertEqual(
            self._entries(change),
            [
                ("2026-03-02", PENDING, 300),
                ("2026-03-02", PENDING, -300),
                ("2026-03-05", APPROVED, 300),
            ],
        )
        self.assertSwept()

    def test_changes_of_one_line_keep_their_detail(self):
        order = self._confirmed_order()
        line = order.order_line
        more = self._approved(order, {"order_line_id": line.id, "quantity": 5})
        dearer = self._approved(
            order, {"order_line_id": line.id, "basis": "price", "price_unit": 2.5}
        )
        other_price = self._approved(
            order, {"order_line_id": line.id, "quantity": 2, "price_unit": 90}
        )
        deduct = self._approved(
            order, {"order_line_id": line.id, "basis": "amount", "amount": -123.45}
        )
        self.assertEqual((line.product_qty, line.price_unit), (15, 102.5))
        self.assertEqual(order.amount_untaxed, 15 * 102.5 + 180 - 123.45)
        self.assertEqual(len(order.order_line), 3)
        self.assertEqual(self._buckets()["original_commitments"], 1000)
        for change, amount in ((more, 500), (dearer, 37.5), (other_price, 180), (deduct, -123.45)):
            self.assertEqual(change.amount_total, amount)
            self.assertEqual([e[1:] for e in self._entries(change)][-1], (APPROVED, amount))
        self.assertSwept()

    def test_lines_of_one_change_apply_one_after_the_other(self):
        order = self._subcontract()
        line = order.order_line[0]
        change = self._approved(
            order,
            {"order_line_id": line.id, "amount": 1500},
            {"order_line_id": line.id, "amount": -400},
            {"name": "Crane", "cost_code_id": self.steel.id, "amount": 250},
        )
        self.assertEqual(change.line_ids.mapped("basis"), ["amount"] * 3)
        self.assertEqual(line.price_subtotal, 11100)
        added = change.line_ids[2].applied_line_id
        self.assertEqual(added.price_subtotal, 250)
        self.assertEqual(added.billing_basis, "amount")
        self.assertEqual(
            [e[2] for e in self._entries(change) if e[1] == APPROVED], [1500, -400, 250]
        )
        self.assertEqual(added.original_commitment_amount, 0)
        self.assertSwept()

    def test_a_direct_edit_beside_a_change_counts_once(self):
        order = self._confirmed_order(amount=5000)
        line = order.order_line
        line.product_qty = 11
        self._approved(order, {"order_line_id": line.id, "quantity": 1})
        line.product_qty = 14
        self.env.cr.flush()
        self.assertEqual(self._buckets(), {"original_commitments": 1000, APPROVED: 400})
        revisions = line.commitment_revision_ids
        self.assertEqual([bool(r.change_line_id) for r in revisions], [False, False, True, False])
        self.assertSwept()

    def test_void_takes_back_on_its_own_day(self):
        with freeze_time("2026-02-02 10:00:00"):
            order = self._confirmed_order()
        with freeze_time("2026-03-05 10:00:00"):
            change = self._approved(
                order,
                {"order_line_id": order.order_line.id, "quantity": 3},
                {"name": "Extra", "quantity": 1, "price_unit": 40, "cost_code_id": self.steel.id},
            )
        with freeze_time("2026-04-07 10:00:00"):
            change.with_user(self.approver).action_void("Withdrawn")
            self.env.cr.flush()
        self.assertEqual(self._buckets(), {"original_commitments": 1000})
        self.assertEqual(
            sorted(e for e in self._entries(change) if e[1] == APPROVED),
            [
                ("2026-03-05", APPROVED, 40),
                ("2026-03-05", APPROVED, 300),
                ("2026-04-07", APPROVED, -300),
                ("2026-04-07", APPROVED, -40),
            ],
        )
        self.assertEqual(order.amount_untaxed, 1000)
        self.assertEqual(order.approved_amount, 1000)
        self.assertSwept()

    def test_void_is_refused_once_the_line_moved_on(self):
        order = self._confirmed_order()
        change = self._approved(order, {"order_line_id": order.order_line.id, "quantity": 3})
        self.env["purchase.order"]._receive([ReceiptLine(order.order_line.id, 12)], "R")
        with self.assertRaisesRegex(UserError, "cannot be taken back"):
            change.with_user(self.approver).action_void("Withdrawn")

    def test_less_than_received_cannot_be_ordered(self):
        order = self._confirmed_order()
        self.env["purchase.order"]._receive([ReceiptLine(order.order_line.id, 8)], "R")
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": -3})
        with self.assertRaisesRegex(UserError, "8.0 are received"):
            change.action_submit()

    def test_backcharge_names_what_it_charges_back(self):
        order = self._subcontract()
        bill = self._bill(
            (self.env["purchase.order.line"], 1, 480, {"analytic_distribution": self._coding()})
        )
        bill.with_user(self.approver).action_approve_bill("Clean-up")
        self.env.cr.flush()
        cost = self.env["construction.cost.entry"].search([("document_id", "=", bill.id)])
        change = self._change(
            order,
            {"name": "Clean-up", "cost_code_id": self.concrete.id, "amount": -480},
            reason_code="backcharge",
        )
        with self.assertRaisesRegex(UserError, "names the cost"):
            change.action_submit()
        change.line_ids.charged_entry_id = cost
        change.action_submit()
        change.with_user(self.approver).action_approve()
        self.assertEqual(self._buckets()[APPROVED], -480)
        self.assertEqual(order.amount_untaxed, 14520)

    def test_a_cancelled_order_has_no_changes(self):
        order = self._confirmed_order()
        self._approved(order, {"order_line_id": order.order_line.id, "quantity": 3})
        self._change(order, {"order_line_id": order.order_line.id, "quantity": 1}).action_submit()
        order.button_cancel()
        self.assertEqual(self._buckets(), {})
        order.button_draft()
        order.button_confirm()
        self.assertEqual(
            self._buckets(), {"original_commitments": 1000, APPROVED: 300, PENDING: 100}
        )
        self.assertSwept()

    def test_split_coding_and_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2026-01-01",
                "rate": 0.8,
            }
        )
        concrete, steel = self._coding(), self._coding(code=self.steel)
        split = {next(iter(concrete)): 60, next(iter(steel)): 40}
        order = self._confirmed_order(
            (self.rebar, 10, 100.0, {"analytic_distribution": split}),
            currency_id=euro.id,
            date_order="2026-01-15 12:00:00",
        )
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        self.assertFalse(change.line_ids.cost_code_id)
        change.action_submit()
        self.assertEqual(self._buckets()[PENDING], 125)
        change.with_user(self.approver).action_approve()
        self.assertEqual(self._buckets()[APPROVED], 125)
        groups = self.env["construction.cost.entry"]._read_group(
            [("bucket", "=", APPROVED)], ["cost_code_id"], ["amount:sum"]
        )
        self.assertEqual(dict(groups), {self.concrete: 75, self.steel: 50})

    def test_lines_have_to_fit(self):
        order, other = self._confirmed_order(), self._confirmed_order()
        for line, text in (
            ({"order_line_id": other.order_line.id, "quantity": 1}, "another order"),
            ({"amount": 5, "cost_code_id": False}, "needs a job"),
            ({"basis": "price", "price_unit": 5}, "needs the order line"),
            (
                {
                    "order_line_id": order.order_line.id,
                    "quantity": 1,
                    "cost_code_id": self.steel.id,
                },
                "coded otherwise",
            ),
        ):
            with self.assertRaisesRegex(ValidationError, text), self.env.cr.savepoint():
                self._change(order, line)
        for line, text in (
            ({"order_line_id": order.order_line.id, "quantity": 0, "amount": 0}, "nothing"),
            (
                {"order_line_id": order.order_line.id, "quantity": -1, "price_unit": 50},
                "Deduct an amount",
            ),
        ):
            with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self._change(order, line).action_submit()

    def test_receipts_and_accrual_follow_the_changed_price(self):
        order = self._confirmed_order()
        line = order.order_line
        self.env["purchase.order"]._receive([ReceiptLine(line.id, 4, datetime(2026, 3, 1))], "R")
        self._approved(order, {"order_line_id": line.id, "basis": "price", "price_unit": -10})
        buckets = self._buckets()
        self.assertEqual((buckets["received_goods"], buckets["accrued"]), (360, 360))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestCommitmentFigures(CommitmentCommon):
    def _row(self, order, **filters):
        self.env.cr.flush()
        self.env.invalidate_all()
        report = self.env["purchase.commitment.report"].with_user(self.reader)
        domain = [("order_id", "=", order.id), *((k, "=", v) for k, v in filters.items())]
        return report.search(domain)

    def _busy_order(self):
        order = self._confirmed_order()
        line = order.order_line
        self._approved(order, {"order_line_id": line.id, "quantity": 5})
        self._change(order, {"order_line_id": line.id, "quantity": 2}).action_submit()
        self._change(order, {"name": "Extra", "amount": 70}).action_submit()
        self.env["purchase.order"]._receive([ReceiptLine(line.id, 6)], "R")
        self._bill((line, 4, 100.0)).with_user(self.approver).action_approve_bill()
        return order

    def test_every_figure_of_a_line_and_of_its_order(self):
        order = self._busy_order()
        self.assertRecordValues(
            self._row(order, order_line_id=order.order_line.id),
            [
                {
                    "original_amount": 1000,
                    "changes_amount": 500,
                    "pending_changes_amount": 200,
                    "committed_amount": 1500,
                    "received_amount": 600,
                    "accrued_amount": 200,
                    "invoiced_amount": 400,
                    "retained_amount": 0,
                    "paid_amount": 0,
                    "open_amount": 1100,
                    "is_over_billed": False,
                }
            ],
        )
        extra = self._row(order, order_line_id=False)
        self.assertEqual((extra.description, extra.pending_changes_amount), ("Extra", 70))
        order = order.with_user(self.reader)
        self.assertRecordValues(
            order,
            [
                {
                    "commitment_original": 1000,
                    "commitment_changes": 500,
                    "commitment_pending": 270,
                    "commitment_revised": 1500,
                    "commitment_received": 600,
                    "commitment_accrued": 200,
                    "commitment_invoiced": 400,
                    "commitment_open": 1100,
                }
            ],
        )
        self.assertAlmostEqual(order.commitment_percent, 26.67, 2)

    def test_closing_counts_on_the_line(self):
        order = self._busy_order()
        for change in order.change_ids.filtered(lambda change: change.state == "pending"):
            change.action_draft()
        order.action_close("Enough")
        row = self._row(order)
        self.assertEqual((row.changes_amount, row.committed_amount), (-400, 600))
        self.assertEqual(order.commitment_open, 200)

    def test_over_billed_lines_are_flagged(self):
        order = self._confirmed_order()
        bill = self._bill((order.order_line, 12, 100.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        row = self._row(order)
        self.assertTrue(row.is_over_billed)
        self.assertEqual((row.open_amount, row.invoiced_percent), (-200, 120))
        self.assertEqual(order.commitment_open, -200)

    def test_paid_is_the_settled_share_of_the_bills(self):
        order = self._confirmed_order()
        bill = self._bill((order.order_line, 8, 100.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        refund = self._bill((order.order_line, 2, 100.0), move_type="in_refund")
        refund.sudo().action_post()
        payables = (
            (bill | refund).sudo().line_ids.filtered(lambda line: line.account_id == self.payable)
        )
        payables.reconcile()
        self.assertEqual(self._row(order).paid_amount, 0)
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": "2026-04-01",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "debit": debit,
                            "credit": credit,
                            "partner_id": self.vendor.id,
                        },
                    )
                    for account, debit, credit in (
                        (self.payable, 300, 0),
                        (self.cash, 0, 300),
                    )
                ],
            }
        )
        entry.action_post()
        (
            entry.line_ids.filtered(lambda line: line.account_id == self.payable)
            | bill.sudo().line_ids.filtered(lambda line: line.account_id == self.payable)
        ).reconcile()
        self.assertEqual(self._row(order).paid_amount, 300)
        self.assertEqual(self._row(order).invoiced_amount, 600)

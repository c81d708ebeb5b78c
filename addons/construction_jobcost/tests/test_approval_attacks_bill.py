# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bills that would get past their approval: by state, credit, rate or kind. None passes."""

from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalAttacksBill(ApprovalCommon):
    def _direct_bill(self, *lines, **values):
        empty = self.env["purchase.order.line"]
        coding = {"analytic_distribution": self._coding()}
        return self._bill(*[(empty, *line, coding) for line in lines or [(1, 500.0)]], **values)

    def test_bill_in_state(self):
        bill = self._direct_bill()
        moves = self.env["account.move"].with_user(self.bookkeeper)
        self.assertRefused("posted state", bill.copy, {"state": "posted", "date": "2026-03-10"})
        self.assertGuarded(
            moves.with_context(default_state="posted").browse(bill.id).write, {"state": "posted"}
        )
        self.assertGuarded(bill.with_context(validate_analytic=False).action_post)
        self.assertGuarded(bill.with_context(disable_abnormal_invoice_detection=True)._post)
        bill.write({"auto_post": "at_date", "date": "2026-01-01"})
        self.assertGuarded(bill.sudo()._post, soft=False)

    def test_bill_with_a_credit_that_hides_it(self):
        bill = self._direct_bill((1, 10000.0))
        bill.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Deduct",
                            "account_id": self.expense.id,
                            "price_unit": -9900.0,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ]
            }
        )
        self.assertEqual(bill.amount_untaxed, 100)
        self.assertEqual(bill.approval_amount, 10000)

    def test_rate_of_a_bill_after_the_approval(self):
        euro = self._euro(("2026-01-01", 1.0))
        bill = self._direct_bill(currency_id=euro.id)
        bill.with_user(self.approver).action_approve_bill()
        bill.button_draft()
        bill.invoice_currency_rate = 0.5
        self.assertEqual(bill.approval_amount, 1000)
        self.assertGuarded(bill.action_post)

    def test_credit_note_turned_into_a_bill(self):
        refund = self._direct_bill(move_type="in_refund")
        refund.write({"move_type": "in_invoice", "state": "posted"})
        self.env.cr.flush()
        # its journal items are still a credit
        self.assertEqual(self._buckets()["direct_cost"], -500)
        refund.invoice_line_ids.price_unit = 501.0
        self.env.cr.flush()
        self.assertEqual(self._buckets()["direct_cost"], -500, "journal items do not follow")
        refund.button_draft()
        refund.invoice_line_ids.price_unit = 502.0
        self.assertEqual(refund.approval_amount, 502)
        self.assertGuarded(refund.action_post)
        self.assertGuarded(refund.write, {"state": "posted"})

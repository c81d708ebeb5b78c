# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestClosedJob(CommitmentCommon):
    """The documents of a closed job are not taken back: its figures stay what they are."""

    def _close(self):
        self.job.job_status = "closed"
        self.env.cr.flush()

    def assertClosed(self, function, *args):
        with self.assertRaisesRegex(UserError, "0077 is closed"), self.env.cr.savepoint():
            function(*args)
            self.env.cr.flush()

    def test_orders(self):
        order, cancelled, draft = self._confirmed_order(), self._confirmed_order(), self._order()
        cancelled.button_cancel()
        self._close()
        self.assertClosed(order.button_cancel)
        self.assertClosed(order.write, {"state": "draft"})
        self.assertClosed(cancelled.button_draft)
        draft.button_cancel()
        self.assertEqual(draft.state, "cancel")
        self.assertEqual(self._buckets()["original_commitments"], 1000)
        self.job.with_user(self.controller)._reopen("active", "Forgotten credit")
        order.button_cancel()
        self.assertNotIn("original_commitments", self._buckets())

    def test_bills(self):
        nothing = self.env["purchase.order.line"]
        line = (nothing, 1, 500.0, {"analytic_distribution": self._coding()})
        bill, draft = self._bill(line), self._bill(line)
        bill.with_user(self.approver).action_approve_bill()
        self._close()
        self.assertClosed(bill.button_draft)
        self.assertClosed(bill.write, {"state": "cancel"})
        self.assertEqual(self._buckets()["direct_cost"], 500)
        draft.button_cancel()
        self.assertEqual(draft.state, "cancel")

    def test_requisitions_and_changes(self):
        order = self._confirmed_order()
        pending = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        pending.action_submit()
        approved = self._approved(order, {"order_line_id": order.order_line.id, "quantity": 2})
        self._budget(5000)
        waiting, dropped = self._requisition(), self._requisition()
        waiting.action_submit()
        dropped.action_cancel()
        self._close()
        self.assertClosed(pending.action_draft)
        self.assertClosed(pending.action_void, "No")
        self.assertClosed(approved.with_user(self.approver).action_void, "No")
        self.assertClosed(waiting.action_cancel)
        self.assertClosed(dropped.action_draft)

    def test_costs_without_a_document(self):
        columns = self.env["account.analytic.line"]._get_coding_columns()
        accounts = (
            self.env["account.analytic.account"]
            .browse([int(key) for key in next(iter(self._coding())).split(",")])
            .grouped(lambda account: account.root_plan_id._column_name())
        )
        line = self.env["account.analytic.line"].create(
            {
                "name": "Crane",
                "date": "2026-02-01",
                "amount": -80,
                "company_id": self.company.id,
                **{column: account.id for column, account in accounts.items()},
            }
        )
        self.assertLessEqual(accounts.keys(), set(columns))
        self.assertEqual(self._buckets()["direct_cost"], 80)
        self._close()
        self.assertClosed(line.unlink)
        self.assertEqual(self._buckets()["direct_cost"], 80)

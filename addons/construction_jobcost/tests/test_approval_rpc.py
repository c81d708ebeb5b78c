# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestApprovalGuardRpc(HttpCase, ProcurementCommon):
    """The same from outside, as a plain user over RPC."""

    def _call(self, model, method, *args, **kwargs):
        response = self.url_open(
            "/web/dataset/call_kw",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
            },
        )
        return response.json()

    def test_rpc_as_buyer(self):
        order = self._order()
        self.env.cr.flush()
        self.authenticate("pc_buyer", "pc_buyer")
        context = {"allowed_company_ids": self.company.ids}
        attempts = [
            ("purchase.order", "write", [order.ids, {"state": "purchase"}]),
            ("purchase.order", "button_confirm", [order.ids]),
            ("purchase.order", "button_approve", [order.ids]),
            (
                "purchase.order",
                "create",
                [
                    {
                        "partner_id": self.vendor.id,
                        "state": "purchase",
                        "order_line": [
                            [
                                0,
                                0,
                                {
                                    "product_id": self.rebar.id,
                                    "product_qty": 1,
                                    "price_unit": 5,
                                    "analytic_distribution": self._coding(),
                                },
                            ]
                        ],
                    }
                ],
            ),
            ("purchase.order", "action_approve_order", [order.ids]),
            ("purchase.order", "_record_approval", [order.ids, 1000, 0, [self.job.id]]),
            ("construction.approval", "create", [{"res_model": "purchase.order"}]),
        ]
        self._check_refused(attempts, context=context)
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order._get_approvals())

    def _check_refused(self, attempts, **kwargs):
        for model, method, args in attempts:
            with self.subTest(model=model, method=method, args=args):
                answer = self._call(model, method, *args, **kwargs)
                self.assertIn("error", answer, f"{model}.{method} passed")

    def test_rpc_on_what_was_approved(self):
        order = self._confirmed_order()
        line = order.order_line
        requisition = self._requisition(user=self.env.user)
        requisition.action_submit()
        draft = self._requisition(user=self.env.user)
        approver_group = self.env.ref("construction_jobcost.group_approver")
        self.env.cr.flush()
        self.authenticate("pc_buyer", "pc_buyer")
        self._check_refused(
            [
                ("purchase.order.line", "write", [line.ids, {"product_qty": 11}]),
                ("purchase.order.line", "write", [line.ids, {"price_unit": 101}]),
                ("purchase.order.line", "copy", [line.ids, {"order_id": order.id}]),
                ("purchase.order", "write", [order.ids, {"partner_id": self.other_vendor.id}]),
                ("purchase.order", "copy", [order.ids, {"state": "purchase"}]),
                ("construction.requisition", "write", [draft.ids, {"state": "approved"}]),
                ("construction.requisition", "action_approve", [requisition.ids]),
                ("construction.requisition", "action_release", [requisition.ids, "x"]),
                ("construction.requisition", "_create_orders", [requisition.ids]),
                ("construction.requisition", "_set_step", [requisition.ids, "approved"]),
                ("res.users", "write", [[self.buyer.id], {"group_ids": [[4, approver_group.id]]}]),
                ("res.groups", "write", [approver_group.ids, {"user_ids": [[4, self.buyer.id]]}]),
                (
                    "construction.approval.rule",
                    "create",
                    [{"name": "Me", "document": "order", "user_id": self.buyer.id}],
                ),
                (
                    "construction.approval.delegation",
                    "create",
                    [
                        {
                            "user_id": self.approver.id,
                            "delegate_id": self.buyer.id,
                            "date_from": "2020-01-01",
                            "date_to": "2099-01-01",
                            "reason": "x",
                            "company_id": self.company.id,
                        }
                    ],
                ),
                ("construction.approval.request", "create", [{"res_model": "purchase.order"}]),
            ],
            context={"allowed_company_ids": self.company.ids, "active_test": False},
        )
        self.env.invalidate_all()
        self.assertEqual((order.amount_untaxed, order.partner_id), (1000, self.vendor))
        self.assertEqual((requisition.state, draft.state), ("budget_check", "draft"))

    def test_rpc_as_an_approver_of_another_company(self):
        order = self._order()
        self._stranger("construction_jobcost.group_approver")
        self.env.cr.flush()
        self.authenticate("pc_stranger", "pc_stranger")
        self._check_refused(
            [
                ("purchase.order", "action_approve_order", [order.ids]),
                ("purchase.order", "read", [order.ids, ["name"]]),
            ],
            context={},
        )

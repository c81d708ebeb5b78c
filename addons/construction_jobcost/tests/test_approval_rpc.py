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
        for model, method, args in attempts:
            with self.subTest(model=model, method=method):
                answer = self._call(model, method, *args, context=context)
                self.assertIn("error", answer, f"{model}.{method} passed")
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order._get_approvals())

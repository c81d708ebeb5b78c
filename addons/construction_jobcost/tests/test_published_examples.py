# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Examples that are published elsewhere, played on real documents."""

from odoo.tests import tagged

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestPublishedExamples(ProcurementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what is bought is billed as ordered, without a receipt
        cls.anchor = cls.env["product.product"].create(
            {"name": "Anchor", "type": "consu", "purchase_method": "purchase"}
        )

    def _figures(self, *columns):
        [row] = self.job._get_job_cost()
        return tuple(row[column] for column in columns)

    def test_an_invoice_on_a_commitment_is_no_second_cost(self):
        """Five are ordered at 100, two are billed: 500 is expected, 200 invoiced, 300 open."""
        self._budget(500)
        order = self._confirmed_order((self.anchor, 5, 100.0))
        expected = ("projected_cost", "estimate_at_completion")
        self.assertEqual(self._figures("committed", *expected), (500, 500, 500))
        bill = self._bill((order.order_line, 2, 100.0))
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(self._figures("invoiced", "open_commitment", "direct_cost"), (200, 300, 0))
        self.assertEqual(self._figures("committed", *expected, "over_under"), (500, 500, 500, 0))
        # a bill without an order is cost beside the commitment
        bill = self._bill(
            (self.env["purchase.order.line"], 1, 70.0, {"analytic_distribution": self._coding()})
        )
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(
            self._figures("committed", "direct_cost", *expected, "over_under"),
            (500, 70, 570, 570, -70),
        )

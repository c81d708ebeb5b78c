# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .close_common import MARCH, CloseCommon


@tagged("post_install", "-at_install")
class TestMonthEndTour(CloseCommon, HttpCase):
    def test_accrual_and_reversal_of_a_month_end(self):
        """As finance, without a right to buy or to control."""
        self._received_order()
        self.env.flush_all()
        self.start_tour("/odoo/accrual-runs", "construction_month_end", login="cl_finance")
        self.env.invalidate_all()
        run = self.env["construction.accrual.run"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(run, [{"state": "reversed", "amount": 600}])
        self.assertEqual(self._balances(MARCH), {self.expense: 600, self.owed: -600})
        self.assertEqual(self._balances("2026-04-01"), {})

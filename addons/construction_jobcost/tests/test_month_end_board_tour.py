# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .close_common import MARCH
from .equipment_common import EquipmentCommon
from .wip_common import WipCommon

BOARD = "/odoo/month-end"


@tagged("post_install", "-at_install")
class TestMonthEndBoardTour(EquipmentCommon, WipCommon, HttpCase):
    def test_month_end_to_signed_wip(self):
        """Each as the person whose step it is."""
        self.job.user_id = self.manager
        order = self._confirmed_order()
        order.picking_ids.scheduled_date = "2026-03-20 12:00:00"
        usage = self._use(8)
        self._figures()
        self.env.flush_all()
        self.start_tour(BOARD, "construction_month_end_job", login=self.manager.login)
        self.start_tour(BOARD, "construction_month_end_wip", login=self.finance.login)
        self.start_tour(BOARD, "construction_month_end_company", login=self.signer.login)
        self.env.invalidate_all()
        self.assertEqual(usage.state, "approved")
        close = self.env["construction.month.end"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(close, [{"state": "signed", "signed_by_id": self.signer.id}])
        schedule = self.env["construction.wip.schedule"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertRecordValues(
            schedule,
            [{"state": "approved", "date": Date.to_date(MARCH), "signed_by": self.signer.id}],
        )
        self.assertEqual(self.company.job_cost_lock_date, Date.to_date(MARCH))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .close_common import MARCH
from .wip_common import WipCommon


@tagged("post_install", "-at_install")
class TestWipTour(WipCommon, HttpCase):
    def test_prepared_by_one_and_signed_by_another(self):
        self._figures(billed=550000)
        self.env.flush_all()
        url = "/odoo/wip-schedules"
        self.start_tour(url, "construction_wip_prepare", login="cl_finance")
        self.start_tour(url, "construction_wip_sign", login="wp_signer")
        self.env.invalidate_all()
        schedule = self.env["construction.wip.schedule"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertRecordValues(
            schedule,
            [{"state": "approved", "earned": 600000, "underbilled": 50000, "overbilled": 0}],
        )
        self.assertEqual(schedule.preparer_ids, self.finance)
        self.assertEqual(schedule.signed_by, self.signer)
        self.assertEqual(self._wip_balances(MARCH), {self.underbilling: 50000, self.income: -50000})
        self.assertEqual(self._wip_balances("2026-04-01"), {})
        self.assertEqual(schedule.reversal_id.state, "posted")

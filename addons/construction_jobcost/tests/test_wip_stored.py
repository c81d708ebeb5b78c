# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .payment_common import PaymentCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestWipStoredMaterial(PaymentCommon):
    """Stored material of subcontractors is cost, and no progress."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._person("ws_finance", JOB_COST + "finance", cls.company)
        cls.job.write({"contract_amount": 20000, "contract_date": "2026-01-01"})

    def _line(self, day="2026-03-31"):
        schedules = self.env["construction.wip.schedule"].with_user(self.finance)
        schedule = schedules.create({"company_id": self.company.id, "date": day})
        return schedule.line_ids

    def test_the_last_certified_application_of_each_subcontract(self):
        self._budget(10000, cost_type=self.subcontract)
        order = self._subcontract(10000.0)
        first = self._certified(order, {"claimed_work": 1000.0, "claimed_stored": 4000.0})
        self.assertEqual(self._line("2026-02-28").stored, 0)
        # certified is accrued, with its material, before it is billed
        line = self._line()
        self.assertEqual((line.stored, line.cost), (4000, 5000))
        self._billed(first)
        line.schedule_id.action_refresh()
        self.assertEqual((line.cost, line.stored, line.uninstalled), (5000, 4000, 4000))
        # 1,000 of 6,000 is done; the material earns what it cost
        self.assertEqual(line.earned, round(1000 / 6000 * (20000 - 4000) + 4000, 2))
        later = self._application(
            order, period_start="2026-04-01", period_end="2026-04-30", vendor_ref="INV-2"
        )
        later.line_ids.write({"claimed_moved": 3000.0, "claimed_work": 500.0})
        later.action_submit()
        later.with_user(self.approver).action_certify()
        self._billed(later)
        line.schedule_id.action_refresh()
        self.assertEqual(line.stored, 4000)
        self.assertEqual(self._line("2026-04-30").stored, 1000)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestTours(ProcurementCommon, HttpCase):
    def test_from_a_requisition_by_hand_to_its_order(self):
        """Each as a person with the least rights: nobody of them is a buyer."""
        self._budget(1000)
        self._tour("construction_requisition_by_hand", self.manager)
        requisition = self.env["construction.requisition"].search(
            [("project_id", "=", self.job.id)]
        )
        self.assertRecordValues(
            requisition,
            [
                {
                    "state": "budget_check",
                    "amount_total": 1500,
                    "requested_by_id": self.manager.id,
                    "submitted_by_id": self.manager.id,
                }
            ],
        )
        self._tour("construction_requisition_release", self.controller)
        self.assertEqual(requisition.released_by_id, self.controller)
        self._tour("construction_requisition_approve", self.approver)
        self.assertEqual(requisition.state, "ordered")
        self.assertEqual(self._buckets()["original_commitments"], 1500)
        self._tour("construction_cost_report_drill_down", self.reader, "job-cost-report")

    def _tour(self, name, user, path="requisitions"):
        self.start_tour(f"/odoo/{path}", name, login=user.login)

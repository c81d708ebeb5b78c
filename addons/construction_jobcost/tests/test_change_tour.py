# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .changes_common import EXPECTED, ChangesCommon


@tagged("post_install", "-at_install")
class TestChangeTour(ChangesCommon, HttpCase):
    def test_change_through_all_tiers_to_budget_and_commitment(self):
        """Each as a person with the least rights."""
        self._budget(2000)
        self._confirmed_order()
        self.job.change_tiers = "3"
        self._tour("construction_change_from_event", self.requester, "change-events")
        self.assertEqual(self._figures("pending_budget_changes", EXPECTED), (400, 400))
        self._tour("construction_change_approve", self.approver, "changes")
        self.assertEqual(self._figures("approved_changes", "approved_contract_changes"), (400, 500))
        self._tour("construction_change_commit", self.requester, "changes")
        self._tour("construction_change_commitment_approve", self.approver, "commitment-changes")
        self.assertEqual(self._figures("approved_commitment_changes", EXPECTED), (400, 0))
        self._tour("construction_change_in_the_cost_report", self.reader, "job-cost-report")
        self.assertLedgerAgrees()

    def _tour(self, name, user, path):
        self.start_tour(f"/odoo/{path}", name, login=user.login)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestOwnerTour(OwnerCommon, HttpCase):
    def test_a_disputed_percent_is_resolved_before_the_invoices(self):
        """Each as a person with the least rights."""
        contract = self._contract(
            10000.0,
            5000.0,
            payers=[(self.owner, 60), (self.water, 40)],
            retention_work_percent=10,
        )
        application = self._application(contract)
        self._tour("field", self.site, "field-progress")
        self._tour("claim", self.finance)
        self._tour("refused", self.approver)
        self._tour("resolve", self.finance)
        self._tour("certify", self.approver)
        self._tour("invoice", self.finance)
        line = application.line_ids[0]
        self.assertRecordValues(
            line,
            [
                {
                    "field_user_id": self.site.id,
                    "resolved_by_id": self.finance.id,
                    "resolved_taken": "finance",
                    "resolve_reason": "Formwork does not count",
                    "work_to_date": 5000,
                }
            ],
        )
        application.invoice_ids.with_user(self.finance).action_post()
        self.assertEqual(self._figures("billed", "owner_retention_held"), (5000, 500))

    def _tour(self, name, user, path="owner-applications"):
        self.env.flush_all()
        self.start_tour(f"/odoo/{path}", f"construction_owner_{name}", login=user.login)
        self.env.invalidate_all()

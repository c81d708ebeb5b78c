# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .procurement_common import JOB_COST
from .wip_common import WipCommon

ACTIVITY = "construction_jobcost.mail_activity_approval"


@tagged("post_install", "-at_install")
class TestWipNotice(WipCommon):
    """Who may sign hears of it; nobody is asked for what was decided or taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls._person("wp_third", JOB_COST + "finance", cls.company)

    def setUp(self):
        super().setUp()
        self._figures()
        self.schedule = self._schedule()
        self.schedule.action_submit()

    def _asked(self, done=False):
        """Return who of the persons of this test has an activity of the schedule."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        domain = [
            ("res_model", "=", "construction.wip.schedule"),
            ("res_id", "=", self.schedule.id),
            ("active", "=", not done),
        ]
        found = activities.search(domain)
        self.assertTrue(all(a.activity_type_id == self.env.ref(ACTIVITY) for a in found))
        return found.user_id

    def test_finance_is_asked_but_not_who_prepared_nor_another_company(self):
        stranger = self._stranger(JOB_COST + "finance")
        self.schedule.action_draft()
        self.schedule.action_submit()
        asked = self._asked()
        self.assertGreaterEqual(asked, self.signer | self.third)
        self.assertFalse(asked & (self.finance | stranger | self.controller | self.approver))

    def test_signing_is_done_for_one_and_taken_back_for_the_others(self):
        self.schedule.with_user(self.signer).action_approve()
        self.assertFalse(self._asked())
        self.assertEqual(self._asked(done=True), self.signer)

    def test_nobody_is_asked_for_what_was_taken_back(self):
        self.schedule.action_draft()
        self.assertFalse(self._asked() | self._asked(done=True))

    def test_nobody_is_asked_for_what_was_given_up(self):
        self.schedule.action_void("Too early")
        self.assertFalse(self._asked() | self._asked(done=True))

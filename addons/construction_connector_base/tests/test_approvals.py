# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PING, IntegrationCase, event

MORNING, EVENING = "2026-03-02 08:00:00", "2026-03-02 18:00:00"


@tagged("post_install", "-at_install")
class TestApprovals(IntegrationCase):
    """Messages that somebody must approve first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["res.groups"].create({"name": "Payroll Approvers"})
        cls.policy = cls.env["integration.contract.policy"].create(
            {"type": PING, "approval_group_id": cls.group.id}
        )
        cls.approver = cls._create_user("group_user")
        cls.approver.group_ids += cls.group
        cls.operator = cls._create_user("group_operator")
        cls.other_company = cls._create_user("group_user", cls.bolt)
        cls.other_company.group_ids += cls.group

    def setUp(self):
        super().setUp()
        self.accept(event("1", "17.50"))

    def as_user(self, user):
        return self.message("1").with_user(user).with_company(user.company_id)

    def park(self):
        def worth(handler, item):
            return Decimal(item.data.text)

        with self.handle(_worth=worth):
            self.drain()

    def test_it_waits_and_says_what_it_is_worth(self):
        self.park()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("waiting", "waiting.approval"))
        self.assertEqual(message.amount_at_stake, 17.5)
        self.assertEqual(message.reason_id.name, "It waits for an approval")

    def test_it_waits_although_its_worth_cannot_be_told(self):
        self.accept(event("2", "much"))
        with self.assertLogs("odoo.addons.construction_connector_base", "ERROR"):
            self.park()
        self.assertEqual(self.states(), {"1": "waiting", "2": "waiting"})

    def test_approval(self):
        self.park()
        self.assertTrue(self.as_user(self.approver).can_approve)
        self.as_user(self.approver).action_approve()
        self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.approved_by_id), ("done", self.approver))
        entry = self.env["integration.audit.entry"].search([("step", "=", "message.approved")])
        self.assertEqual((entry.user_id, entry.messages), (self.approver, message.ids))

    def test_who_may_not_approve(self):
        self.park()
        self.system.user_id.group_ids += self.group
        for user in (self.operator, self.other_company, self.system.user_id):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.as_user(user).action_approve()
                with self.assertRaises(AccessError):
                    self.as_user(user)._refuse("No.")
        self.assertEqual(self.states(), {"1": "waiting"})

    def test_what_needs_no_approval_cannot_be_approved(self):
        self.policy.approval_group_id = False
        self.drain()
        with self.assertRaisesRegex(UserError, "state Done"):
            self.as_user(self.approver).action_approve()

    def test_release_is_no_approval(self):
        self.park()
        self.as_user(self.operator).action_release()
        self.drain()
        self.assertEqual(self.message("1").reason_code, "waiting.approval")

    def test_approver_refuses(self):
        self.park()
        action = self.as_user(self.approver).action_open_refuse()
        wizard = self.env[action["res_model"]].with_user(self.approver)
        form = Form(wizard.with_context(**action["context"]))
        form.reason = "Hours of another crew"
        form.save().action_refuse()
        message = self.message("1")
        self.assertEqual(message.state, "rejected")
        self.assertIn("Hours of another crew", message.reason_text)

    def test_approver_decides_about_nothing_else(self):
        self.policy.approval_group_id = False
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "No.")):
            self.drain()
        message = self.as_user(self.approver)
        with self.assertRaises(AccessError):
            message.action_open_refuse()
        with self.assertRaises(UserError):
            message._refuse("No.")
        with self.assertRaises(AccessError):
            message._reject("No.")

    def test_approved_message_is_not_asked_about_again(self):
        self.park()
        self.as_user(self.approver).action_approve()
        with self.handle(_gate=lambda handler, items: items[0].stop("budget", "No.")):
            self.drain()
        self.as_user(self.operator).action_retry()
        self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_approval_that_is_void(self):
        self.park()
        self.as_user(self.approver).action_approve()
        self.Message._void_approvals(self.message("1").ids)
        self.drain()
        self.assertEqual(self.message("1").reason_code, "waiting.approval")

    def test_approval_comes_before_the_window(self):
        self.policy.write({"window": "0 18 * * *", "window_zone": "UTC"})
        with freeze_time(MORNING):
            self.park()
            self.assertEqual(self.message("1").reason_code, "waiting.approval")
            self.as_user(self.approver).action_approve()
            self.drain()
            self.assertEqual(self.message("1").reason_code, "waiting.window")
        with freeze_time(EVENING):
            self.Message._release_due()
            self.drain()
        self.assertEqual(self.states(), {"1": "done"})

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .outbox_common import THING, OutboxCase

#: Monday
MORNING, EVENING = "2026-03-02 08:00:00", "2026-03-02 18:00:00"


@tagged("post_install", "-at_install")
class TestOutboundPolicies(OutboxCase):
    """What the policy of an event does with what goes out."""

    def policy(self, **values):
        policies = self.env["integration.contract.policy"]
        return policies.create({"type": THING.type} | values)

    def release(self):
        self.Message._release_due()
        self.drain()

    def reasons(self):
        return [(one.state, one.reason_code or None) for one in self.outbound()]

    def test_priority_by_company_and_system(self):
        self.assertEqual(self.policy().priority, THING.priority)
        self.policy(priority=3, system_id=self.shop.id, company_id=self.bolt.id)
        self.publish("T1")
        self.publish("T2", company=self.bolt)
        self.assertEqual(self.outbound().mapped("priority"), [10, 3])

    def test_tries(self):
        self.fake.behave("error")
        self.policy(max_attempts=2)
        self.publish("T1")
        self.drain()
        self.assertEqual(self.sent_states(), ["retry"])
        self.make_due()
        self.drain()
        self.assertEqual(self.reasons(), [("dead", "attempts.exhausted")])

    def test_more_tries_than_usual(self):
        self.fake.behave("error")
        self.policy(max_attempts=20)
        self.publish("T1")
        for _n in range(10):
            self.make_due()
            self.drain()
        self.assertEqual(self.sent_states(), ["retry"])

    def test_hold(self):
        policy = self.policy(hold=True, system_id=self.shop.id)
        self.publish("T1", "T2")
        self.drain()
        self.assertEqual(self.reasons(), [("waiting", "waiting.hold")] * 2)
        self.assertFalse(self.things())
        policy.hold = False
        self.release()
        self.assertEqual(self.reasons(), [("delivered", None)] * 2)
        self.assertEqual(self.things(), ["T1", "T2"])

    def test_hold_of_another_company_or_type(self):
        self.policy(hold=True, company_id=self.bolt.id)
        self.policy(hold=True, type="construction.exception.raised.v1")
        self.publish("T1")
        self.publish("T2", company=self.bolt)
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "waiting"])

    def test_window(self):
        self.policy(window="0 18 * * 1-5", window_zone="UTC", window_minutes=60)
        with freeze_time(MORNING):
            self.publish("T1")
            self.drain()
            self.assertEqual(self.reasons(), [("waiting", "waiting.window")])
            self.assertEqual(self.outbound().due_at, datetime(2026, 3, 2, 18))
            job = self.env["queue.job"].search([("identity_key", "like", "integration:release:%")])
            self.assertEqual(job.eta, datetime(2026, 3, 2, 18))
        with freeze_time(EVENING):
            self.release()
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_approval(self):
        operator, boss = self._create_user("group_operator"), self._create_user("group_manager")
        self.policy(approval_group_id=self.env.ref("construction_connector_base.group_manager").id)
        self.publish("T1")
        self.drain()
        self.assertEqual(self.reasons(), [("waiting", "waiting.approval")])
        with self.assertRaises(AccessError):
            self.outbound().with_user(operator).action_approve()
        self.outbound().with_user(boss).action_approve()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_what_was_sent_already_is_not_held(self):
        """Whether it has arrived must be found out, whatever the policy says meanwhile."""
        self.fake.behave("close", "ok")
        self.publish("T1")
        self.drain()
        self.assertEqual(self.sent_states(), ["unknown"])
        self.policy(hold=True)
        self.make_due()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_a_held_message_behind_one_that_is_retried(self):
        self.fake.behave("error", "ok")
        self.publish("T1", "T2", key="K")
        self.drain()
        self.assertEqual(self.sent_states(), ["retry", "pending"])
        self.policy(hold=True)
        self.make_due()
        self.drain()
        self.assertEqual(self.sent_states(), ["waiting", "waiting"])
        self.assertEqual(self.things(), ["T1"])

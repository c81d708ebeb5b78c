# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..core.adapter import Outcome
from ..core.errors import TransientError
from ..models.integration_channel_webhook import IntegrationChannelWebhook
from .outbox_common import OutboxCase


@tagged("post_install", "-at_install")
class TestUnknown(OutboxCase):
    def check_repeated(self, mode):
        """The same id is sent again where the receiver knows repeats."""
        self.fake.behave(mode, "ok")
        self.fake.seconds = 1.5
        self.publish("T1", "T2", key="K")
        self.drain()
        self.assertEqual(self.sent_states(), ["unknown", "pending"])
        self.make_due()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])
        first, second = self.outbound().mapped("uuid")
        self.assertEqual(self.fake.ids(), [first, first, second])

    def test_closed_before_the_answer(self):
        self.check_repeated("close")

    def test_closed_mid_body(self):
        self.check_repeated("close_mid_body")

    def test_answers_after_the_time_out(self):
        self.check_repeated("late")

    def test_hangs(self):
        self.check_repeated("hang")

    def test_drips(self):
        before = time.monotonic()
        self.fake.behave("drip")
        self.fake.seconds = 20.0
        self.publish("T1")
        self.drain()
        self.assertEqual(self.sent_states(), ["unknown"])
        self.assertLess(time.monotonic() - before, 5)

    def test_person_decides_where_nobody_can_tell(self):
        self.subscription.receiver_is_idempotent = False
        self.fake.behave("close", "ok")
        self.publish("T1", "T2", key="K")
        self.drain()
        self.make_due()
        self.drain()
        message = self.outbound()[0]
        self.assertEqual((message.state, message.reason_code), ("exception", "delivery.unknown"))
        # it holds up nobody for as long as the person takes
        self.assertEqual(self.things(), ["T1", "T2"])
        operator = self._create_user("group_operator")
        message.with_user(operator).action_retry()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])
        self.assertEqual(self.things(), ["T1", "T2", "T1"])

    def test_person_confirms(self):
        self.subscription.receiver_is_idempotent = False
        self.fake.behave("close")
        self.publish("T1")
        self.drain()
        operator = self._create_user("group_operator")
        self.outbound().with_user(operator).action_confirm_delivered()
        self.assertEqual(self.sent_states(), ["delivered"])
        self.assertEqual(self.outbound().reason_code, "delivery.confirmed")
        self.drain()
        self.assertEqual(len(self.fake.log), 1)

    def look_up(self, outcome):
        return patch.object(
            IntegrationChannelWebhook, "_look_up", lambda *_args: outcome, create=True
        )

    def test_look_up_finds_it(self):
        self.fake.behave("close")
        self.publish("T1")
        self.drain()
        self.make_due()
        with self.look_up(Outcome("acknowledged")):
            self.drain()
        self.assertEqual(self.sent_states(), ["acknowledged"])
        self.assertEqual(len(self.fake.log), 1)

    def test_look_up_does_not_find_it(self):
        self.subscription.receiver_is_idempotent = False
        self.fake.behave("close", "ok")
        self.publish("T1")
        self.drain()
        self.make_due()
        with self.look_up(Outcome("absent")):
            self.drain()
        self.assertEqual(self.sent_states(), ["delivered"])
        self.assertEqual(len(self.fake.log), 2)

    def test_failing_look_up_sends_nothing(self):
        self.fake.behave("close", "ok")
        self.publish("T1")
        self.drain()
        self.make_due()
        with self.look_up(Outcome("unknown")):
            self.drain()
        self.assertEqual(self.sent_states(), ["unknown"])
        self.assertEqual(len(self.fake.log), 1)

    def calls(self):
        """What was noted of the calls, oldest first."""
        attempts = self.outbound().attempt_ids.sorted("id")
        return [(one.kind, one.outcome, one.error_class) for one in attempts]

    def test_look_ups_are_noted(self):
        def fail(*_args):
            raise TransientError("Come back later.")

        self.fake.behave("close")
        self.publish("T1")
        self.drain()
        sent = ("send", "unknown", "closed_early")
        for answer, noted in (
            (fail, ("look_up", "unknown", "transient")),
            (lambda *_args: Outcome("delivered"), ("look_up", "delivered", False)),
        ):
            self.make_due()
            with patch.object(IntegrationChannelWebhook, "_look_up", answer, create=True):
                self.drain()
            self.assertEqual(self.calls()[-1], noted)
        self.assertEqual(len(self.calls()), 3)
        self.assertEqual(self.calls()[0], sent)
        attempts = self.outbound().attempt_ids
        self.assertTrue(all(one.ended_at and one.latency_ms >= 0 for one in attempts))
        self.assertIn("Come back later.", attempts.mapped("text"))
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_who_cannot_be_asked_is_not_noted(self):
        self.fake.behave("close", "ok")
        self.publish("T1")
        self.drain()
        self.make_due()
        self.drain()
        self.assertEqual([kind for kind, *_rest in self.calls()], ["send", "send"])

    def test_look_ups_do_not_open_the_breaker(self):
        self.fake.behave("close")
        self.publish("T1")
        self.drain()
        with self.look_up(Outcome("unknown")):
            for _n in range(4):
                self.make_due()
                self.drain()
        self.assertEqual([kind for kind, *_rest in self.calls()], ["send", *["look_up"] * 4])
        self.fake.behave("close")
        self.publish("T2")
        self.drain()
        self.assertFalse(
            self.env["integration.breaker"].search(
                [("system_id", "=", self.shop.id), ("state", "!=", "closed")]
            )
        )

    def test_looking_up_is_not_sending(self):
        self.publish("T1")
        message = self.outbound()
        with self.env["integration.attempt"]._journal() as journal:
            journal._open(self.shop.id, "look_up", message.ids)
        self.env.invalidate_all()
        self.assertFalse(message.is_sending)


@tagged("post_install", "-at_install")
class TestLostDrain(OutboxCase):
    """The transaction of a drain is lost after it has called; only its notes are left."""

    def lose_drain(self):
        with patch.object(type(self.env["integration.delivery"]), "_store", lambda *_args: None):
            [lane] = [lane for lane, _since in self.env["integration.lane"]._due_lanes()]
            self.env["integration.lane"]._drain(lane)

    def test_delivered_is_not_sent_again(self):
        self.publish("T1", "T2", key="K")
        self.lose_drain()
        self.assertEqual(self.sent_states(), ["pending", "pending"])
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])
        self.assertEqual(self.things(), ["T1", "T2"])

    def test_interrupted_call_is_unknown(self):
        self.subscription.receiver_is_idempotent = False
        self.publish("T1")
        message = self.outbound()
        with self.env["integration.attempt"]._journal() as journal:
            journal._open(self.shop.id, "send", message.ids)
        self.env.invalidate_all()
        self.assertTrue(message.is_sending)
        self.drain()
        self.assertEqual(self.outbound().reason_code, "delivery.unknown")
        self.assertEqual(self.outbound().attempt_ids.error_class, "interrupted")
        self.assertFalse(self.fake.log)

    def test_interrupted_call_is_repeated_under_its_id(self):
        self.publish("T1")
        with self.env["integration.attempt"]._journal() as journal:
            journal._open(self.shop.id, "send", self.outbound().ids)
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_sent_again_on_a_persons_word(self):
        self.publish("T1")
        self.drain()
        operator = self._create_user("group_operator")
        self.outbound().with_user(operator).action_send_again()
        self.drain()
        self.assertEqual(self.things(), ["T1", "T1"])
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_waiting_message_cannot_be_sent_again(self):
        self.publish("T1")
        with self.assertRaises(UserError):
            self.outbound().action_send_again()


@tagged("post_install", "-at_install")
class TestBudget(OutboxCase):
    def test_hanging_receiver_does_not_hold_the_worker(self):
        self.fake.behave("hang")
        self.publish("T1", "T2", "T3")
        with patch(
            "odoo.addons.construction_connector_base.models.integration_delivery.SECONDS", 0.5
        ):
            [(lane, _since)] = self.env["integration.lane"]._due_lanes()
            self.env["integration.lane"]._drain(lane)
        self.assertEqual(self.sent_states(), ["unknown", "pending", "pending"])
        # the rest goes on at once, in a drain of its own
        self.assertEqual(len(self.fake.log), 1)
        self.assertTrue(
            self.jobs().filtered(lambda job: not job.eta or job.eta <= job.date_created)
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..core.outgoing import Outgoing
from .outbox_common import THING, OutboxCase
from .test_outbox import TRACE


@tagged("post_install", "-at_install")
class TestWebhook(OutboxCase):
    def test_event_arrives_once_and_whole(self):
        self.Outbox._publish_many(
            [
                self._outgoing("T1", occurred_at=datetime(2026, 3, 2, 8), traceparent=TRACE),
            ]
        )
        self.drain()
        [call] = self.fake.log
        message = self.outbound()
        self.assertEqual(message.state, "delivered")
        self.assertEqual(
            call.json() | {"source": "us"},
            {
                "specversion": "1.0",
                "id": message.uuid,
                "source": "us",
                "type": THING.type,
                "time": "2026-03-02T08:00:00Z",
                "subject": "T1",
                "partitionkey": "T1",
                "traceparent": TRACE,
                "datacontenttype": "application/json",
                "data": {"thing": "T1"},
            },
        )
        self.assertEqual(call.path, "/events")
        self.assertEqual(call.headers["content-type"], "application/cloudevents+json")
        self.assertEqual(call.headers["idempotency-key"], message.uuid)
        self.assertEqual(call.headers["webhook-id"], message.uuid)
        self.assertEqual(call.headers["traceparent"], TRACE)
        self.assertTrue(self.shop._verify_webhook(call.headers, call.body))
        self.assertFalse(self.shop._verify_webhook(call.headers, call.body + b" "))

    def _outgoing(self, thing, **values):
        return Outgoing(THING.type, {"thing": thing}, self.acme.id, None, None, **values)

    def test_without_a_key_to_sign_a_person_is_told(self):
        self.env["integration.signature.key"].search([]).action_revoke()
        self.publish("T1")
        self.drain()
        message = self.outbound()
        self.assertEqual((message.state, message.reason_code), ("exception", "delivery.setup"))
        self.assertFalse(self.fake.log)

    def test_entity_is_the_word_of_the_receiver(self):
        self.shop.entity_ids = [(0, 0, self._entity("B-7", self.bolt))]
        self.publish("T1", company=self.bolt)
        self.drain()
        self.assertEqual(self.fake.log[0].json()["entity"], "B-7")

    def test_order_of_a_key(self):
        self.publish(*[f"T{n}" for n in range(20)], key="K")
        self.drain()
        self.assertEqual(self.things(), [f"T{n}" for n in range(20)])

    def test_refused_is_dead_and_blocks_nobody(self):
        self.fake.behave("refuse", "ok")
        self.publish("T1", "T2", key="K")
        self.drain()
        first, second = self.outbound()
        self.assertEqual((first.state, first.reason_code), ("dead", "delivery.refused"))
        self.assertIn("no such job", first.reason_text)
        self.assertEqual(second.state, "delivered")

    def test_error_is_tried_again_and_keeps_the_order(self):
        self.fake.behave("error", "ok")
        self.publish("T1", "T2", key="K")
        self.publish("T3")
        self.drain()
        self.assertEqual(self.sent_states(), ["retry", "pending", "delivered"])
        self.make_due()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered"] * 3)
        self.assertEqual(self.things(), ["T1", "T3", "T1", "T2"])
        self.assertEqual(self.outbound()[0].attempt_ids.mapped("outcome"), ["delivered", "retry"])

    def test_attempts_are_used_up(self):
        self.fake.behave("error")
        self.publish("T1")
        for _try in range(8):
            self.make_due()
            self.drain()
        message = self.outbound()
        self.assertEqual((message.state, message.reason_code), ("dead", "attempts.exhausted"))
        self.assertEqual(len(self.fake.log), 8)

    def test_redirect_is_not_followed(self):
        self.fake.behave("redirect")
        self.publish("T1")
        self.drain()
        self.assertEqual(self.sent_states(), ["dead"])
        self.assertEqual(len(self.fake.log), 1)

    def test_retry_after_is_kept_for_the_whole_system(self):
        self.fake.behave("throttle", "ok")
        self.publish("T1", "T2")
        self.drain()
        first, second = self.outbound()
        self.assertEqual((first.state, second.state), ("retry", "pending"))
        soon = fields.Datetime.now() + timedelta(seconds=25)
        self.assertGreater(first.due_at, soon)
        self.assertGreater(second.due_at, soon)
        self.assertEqual(second.attempts, 0)
        self.assertEqual(self.shop.breaker_state, "open")
        self.make_due()
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])

    def test_no_receiver_is_tried_again(self):
        self.subscription.endpoint_url = "http://127.0.0.1:1/x"
        self.publish("T1")
        self.drain()
        message = self.outbound()
        self.assertEqual((message.state, message.attempt_ids.error_class), ("retry", "connect"))

    def test_private_address_is_refused_before_anything_is_sent(self):
        self.shop.private_networks = False
        self.publish("T1")
        self.drain()
        message = self.outbound()
        self.assertEqual((message.state, message.reason_code), ("exception", "delivery.setup"))
        self.assertEqual(message.attempt_ids.error_class, "forbidden_address")
        self.assertFalse(self.fake.log)

    def test_batch_window(self):
        self.subscription.write({"window": "0 18 * * 1-5", "window_zone": "UTC"})
        monday = datetime(2026, 3, 2)
        with freeze_time(monday + timedelta(hours=17, minutes=59)):
            self.assertEqual(self.subscription._off_until(), monday + timedelta(hours=18))
        with freeze_time(monday + timedelta(hours=18, minutes=1)):
            self.assertIsNone(self.subscription._off_until())
        with self.assertRaisesRegex(ValidationError, "no batch window"):
            self.subscription.window = "never"

    def test_closed_window_sends_nothing(self):
        self.publish("T1")
        opens = fields.Datetime.now() + timedelta(hours=1)
        with patch.object(type(self.subscription), "_off_until", lambda _self: opens):
            self.drain()
        self.assertFalse(self.fake.log)
        self.assertEqual((self.outbound().state, self.outbound().due_at), ("pending", opens))

    def test_huge_answer_is_cut(self):
        self.fake.behave("huge")
        self.publish("T1")
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered"])

    def test_answers_twice(self):
        self.fake.behave("twice")
        self.publish("T1", "T2")
        self.drain()
        self.assertEqual(self.sent_states(), ["delivered", "delivered"])
        self.assertEqual(self.things(), ["T1", "T2"])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from ..core.adapter import Outcome
from ..models.integration_channel_webhook import IntegrationChannelWebhook
from .outbox_common import OutboxCase


@tagged("post_install", "-at_install")
class TestOutboxMetrics(OutboxCase):
    def counted(self, metric):
        """Outcome and class of error of what was counted of the system ``shop``."""
        sums = self.env["integration.metric.total"]._sums(metric)
        return sorted(
            (one.state, one.code, one.count) for one, _at in sums if one.system_id == self.shop.id
        )

    def test_calls_and_deliveries(self):
        self.publish("T1")
        self.publish("T2")
        self.drain()
        self.assertEqual(set(self.outbound().mapped("state")), {"delivered"})
        calls = self.counted("call_seconds")
        self.assertEqual({call[:2] for call in calls}, {("delivered", "")})
        self.assertEqual(sum(count for *_labels, count in calls), 2)
        self.assertEqual(sum(count for *_labels, count in self.counted("deliver_seconds")), 2)

    def test_calls_by_kind(self):
        self.fake.behave("close")
        self.publish("T1")
        self.drain()
        self.make_due()
        with patch.object(
            IntegrationChannelWebhook, "_look_up", lambda *_args: Outcome("delivered"), create=True
        ):
            self.drain()
        sums = self.env["integration.metric.total"]._sums("call_seconds")
        self.assertEqual(
            sorted((one.type, one.state) for one, _at in sums if one.system_id == self.shop.id),
            [("look_up", "delivered"), ("send", "unknown")],
        )

    def test_failed_call(self):
        self.subscription.endpoint_url = f"{self.start_fake('error').url}/events"
        self.publish("T1")
        self.drain()
        [(outcome, error, count)] = self.counted("call_seconds")
        self.assertEqual((outcome, count), ("retry", 1))
        self.assertTrue(error)

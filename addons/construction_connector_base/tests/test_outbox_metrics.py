# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

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

    def test_failed_call(self):
        self.subscription.endpoint_url = f"{self.start_fake('error').url}/events"
        self.publish("T1")
        self.drain()
        [(outcome, error, count)] = self.counted("call_seconds")
        self.assertEqual((outcome, count), ("retry", 1))
        self.assertTrue(error)

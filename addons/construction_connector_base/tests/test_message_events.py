# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.integration_message_event import RAISED, RESOLVED
from .common import event
from .outbox_common import OutboxCase


@tagged("post_install", "-at_install")
class TestMessageEvents(OutboxCase):
    """Subscribers are told of messages that need a person."""

    def setUp(self):
        super().setUp()
        self.subscription.type_ids.unlink()

    def stop(self, *external_ids):
        def refuse(handler, _items):
            raise UserError(handler.env._("No such vendor."))

        self.accept(*[event(id_, id_, partitionkey=id_) for id_ in external_ids])
        with self.handle(_apply=refuse):
            [lane] = [
                lane
                for lane, _since in self.env["integration.lane"]._due_lanes()
                if lane.system_id == self.system.id
            ]
            self.env["integration.lane"]._drain(lane)

    def told(self):
        return [(message.type, message.payload) for message in self.outbound()]

    def test_raised(self):
        self.stop("1")
        [(type_, data)] = self.told()
        self.assertEqual(type_, RAISED.type)
        self.assertEqual(
            data,
            {
                "message": self.message("1").uuid,
                "id": "1",
                "source": "field",
                "type": "construction.ping.sent.v1",
                "document": "1",
                "state": "exception",
                "code": "odoo.validation",
                "text": "No such vendor.",
                "amount": None,
                "currency": self.acme.currency_id.name,
            },
        )

    def test_resolved_by_a_retry(self):
        self.stop("1")
        self.message("1").with_user(self._create_user("group_operator")).action_retry()
        self.assertEqual(len(self.told()), 1)
        self.drain()
        self.assertEqual([type_ for type_, _data in self.told()], [RAISED.type, RESOLVED.type])
        self.assertEqual(self.told()[1][1]["state"], "done")

    def test_stopped_again_is_told_once(self):
        self.stop("1")
        self.message("1").with_user(self._create_user("group_operator")).action_retry()
        with self.handle(_apply=lambda _handler, items: items[0].stop("x", "again")):
            self.drain()
        self.assertEqual(len(self.told()), 1)

    def test_message_that_never_stopped_is_not_resolved(self):
        self.accept(event("1"))
        self.drain()
        self.assertEqual(self.told(), [])

    def test_many_at_once(self):
        self.stop("1", "2", "3")
        self.assertEqual(len(self.told()), 3)

    def test_sender_is_told_too(self):
        own = self.subscribe(name="Own", system_id=self.system.id, endpoint_url="https://a.example")
        own.type_ids.unlink()
        self.stop("1")
        self.assertEqual(len(self.outbound(self.system)), 1)

    def test_events_about_events_do_not_exist(self):
        self.fake.behave("refuse")
        self.stop("1")
        self.drain()
        self.assertEqual(self.sent_states(), ["dead"])

    def test_without_subscription_nothing_is_kept(self):
        self.subscription.active = False
        self.stop("1")
        self.assertFalse(self.message("1").raised_at)

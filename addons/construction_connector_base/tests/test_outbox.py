# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from decimal import Decimal

from pydantic import ValidationError as PayloadError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..core.outgoing import Outgoing
from ..models.integration_message_event import RAISED
from .common import event
from .outbox_common import THING, OutboxCase

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@tagged("post_install", "-at_install")
class TestPublish(OutboxCase):
    def test_one_message_per_subscription(self):
        self.subscribe(name="Again", endpoint_url="https://example.com/x")
        self.assertEqual(self.publish("T1"), 2)
        messages = self.outbound()
        self.assertEqual(messages.mapped("state"), ["pending", "pending"])
        self.assertEqual(len(set(messages.mapped("uuid"))), 2)
        self.assertEqual(set(messages.mapped("digest")), {messages[0].digest})

    def test_without_subscription_nothing_is_stored(self):
        self.subscription.active = False
        self.assertEqual(self.publish("T1"), 0)
        self.assertFalse(self.outbound())

    def test_archived_system_gets_nothing(self):
        self.shop.active = False
        self.assertEqual(self.publish("T1"), 0)

    def test_payload_is_stored_as_the_contract_says(self):
        self.Outbox._publish(
            THING.type,
            {"thing": "T1", "amount": Decimal("1.10")},
            company=self.acme,
            occurred_at=datetime(2026, 3, 2, 8),
        )
        message = self.outbound()
        self.assertEqual(message.payload, {"thing": "T1", "amount": "1.10"})
        self.assertEqual(message.document_key, "T1")
        self.assertEqual(message.ordering_key, "T1")

    def test_bad_payload_is_refused(self):
        with self.assertRaises(PayloadError):
            self.Outbox._publish(THING.type, {"thing": 1}, company=self.acme)

    def test_unknown_type_is_refused(self):
        with self.assertRaisesRegex(LookupError, "no.such"):
            self.Outbox._publish("no.such", {}, company=self.acme)

    def test_company_filter(self):
        self.subscription.company_ids = self.bolt
        self.assertEqual(self.publish("T1"), 0)
        self.assertEqual(self.publish("T1", company=self.bolt), 1)

    def test_company_that_the_system_does_not_serve(self):
        self.assertEqual(self.publish("T1", company=self.strange), 0)

    def test_type_filter(self):
        self.subscription.type_ids.type = RAISED.type
        self.assertEqual(self.publish("T1"), 0)
        self.subscription.type_ids.unlink()
        self.assertEqual(self.publish("T1"), 1)

    def test_type_that_nobody_publishes(self):
        with self.assertRaises(ValidationError):
            self.subscription.type_ids.type = "construction.ping.sent.v1"

    def test_what_a_system_caused_is_not_sent_back(self):
        caused = self.Outbox.with_context(integration_system_id=self.shop.id)
        self.assertEqual(caused._publish(THING.type, {"thing": "T1"}, company=self.acme), 0)
        by_other = self.Outbox.with_context(integration_system_id=self.system.id)
        self.assertEqual(by_other._publish(THING.type, {"thing": "T1"}, company=self.acme), 1)

    def test_lane_is_woken_once_at_the_commit(self):
        events = [
            Outgoing(THING.type, {"thing": f"T{n}"}, self.acme.id, None, None) for n in (1, 2)
        ]
        self.Outbox._publish_many(events)
        self.Outbox._publish_many(events)
        self.assertFalse(self.jobs())
        self.env.cr.flush()
        self.assertEqual(len(self.jobs()), 1)

    def test_echoed_id_is_another_message(self):
        self.publish("T1")
        id_ = self.outbound().external_id
        [result] = self.accept(event(id_, source="shop"), system=self.shop)
        self.assertEqual(result.status, "accepted")

    def test_audit_tells_of_it(self):
        self.publish("T1")
        entry = self.env["integration.audit.entry"].search([("step", "=", "message.published")])
        self.assertEqual(entry.messages, self.outbound().ids)


@tagged("post_install", "-at_install")
class TestSubscription(OutboxCase):
    def test_production_needs_tls(self):
        live = self._create_system("live")
        for url, text in {
            "http://example.com/x": "https",
            "ftp://example.com": "begin with",
            "https://u:p@example.com": "encrypted",
            "https://": "host",
        }.items():
            with self.subTest(url), self.assertRaisesRegex(ValidationError, text) as caught:
                self.subscribe(name=url, system_id=live.id, endpoint_url=url)
            self.assertNotIn("u:p", str(caught.exception))
        self.subscribe(name="ok", system_id=live.id, endpoint_url="https://example.com/x")

    def test_loopback_needs_no_tls(self):
        live = self._create_system("live")
        self.assertTrue(self.subscribe(system_id=live.id, endpoint_url="http://127.0.0.1:1/x"))

    def test_sandbox_turned_production_is_checked(self):
        self.subscription.endpoint_url = "http://example.com/x"
        with self.assertRaisesRegex(ValidationError, "https"):
            self.shop.environment = "production"

    def test_bad_network(self):
        with self.assertRaisesRegex(ValidationError, "10.1.0.0/16"):
            self.shop.private_networks = "10.0.0.0/99"

    def test_company_that_the_system_does_not_serve(self):
        with self.assertRaisesRegex(ValidationError, "Strange"):
            self.subscription.company_ids = self.strange

    def test_rights(self):
        operator = self._create_user("group_operator")
        with self.assertRaises(AccessError):
            self.subscription.with_user(operator).name = "x"
        self.subscription.with_user(self._create_user("group_manager")).name = "x"
        foreign = self._create_user("group_manager", self.strange)
        with self.assertRaises(AccessError):
            self.subscription.with_user(foreign).name = "y"

    def test_nobody_writes_attempts_and_breakers(self):
        manager = self._create_user("group_manager")
        for model in ("integration.attempt", "integration.breaker"):
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(self.env[model].with_user(manager).has_access(operation))

    def test_attempts_of_another_company(self):
        self.publish("T1")
        self.drain()
        reader = self._create_user("group_user")
        foreign = self._create_user("group_user", self.strange)
        self.assertTrue(self.env["integration.attempt"].with_user(reader).search([]))
        self.assertFalse(self.env["integration.attempt"].with_user(foreign).search([]))

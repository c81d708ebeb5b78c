# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.tests import tagged

from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestDoor(IntegrationCase):
    def statuses(self, *events, **kw):
        return [result.status for result in self.accept(*events, **kw)]

    def test_accepted_event_is_stored(self):
        [result] = self.accept(
            event("1", subject="S", sequence=7, time="2026-03-02T10:00:00+02:00", partitionkey="K")
        )
        message = self.message("1")
        self.assertEqual((result.status, result.message), ("accepted", message.uuid))
        self.assertRecordValues(
            message,
            [
                {
                    "company_id": self.acme.id,
                    "state": "received",
                    "subject": "S",
                    "sequence": "7",
                    "ordering_key": "K",
                    "document_key": "hello",
                    "workflow": "connection",
                    "occurred_at": datetime(2026, 3, 2, 8),
                    "payload": {"text": "hello"},
                    "attempts": 0,
                }
            ],
        )

    def test_entity_chooses_the_company(self):
        self.accept(event("1", entity="B"))
        self.assertEqual(self.message("1").company_id, self.bolt)

    def test_same_event_again_is_a_duplicate(self):
        [first] = self.accept(event("1"))
        [second] = self.accept(dict(reversed(event("1").items())))
        self.assertEqual((second.status, second.message), ("duplicate", first.message))
        self.assertEqual(self.states(), {"1": "received"})

    def test_other_event_under_the_id_is_a_conflict(self):
        self.accept(event("1"))
        [result] = self.accept(event("1", "other"))
        self.assertEqual((result.status, result.errors[0].code), ("conflict", "id.conflict"))
        self.assertEqual(self.message("1").payload, {"text": "hello"})

    def test_repeats_within_a_batch(self):
        self.assertEqual(
            self.statuses(event("1"), event("1"), event("1", "other")),
            ["accepted", "duplicate", "conflict"],
        )

    def test_bad_items_do_not_cost_the_good(self):
        events = [event("1"), {"id": "2"}, "text", event("3", source="other"), event("4"), None]
        self.assertEqual(
            self.statuses(*events),
            ["accepted", "rejected", "rejected", "rejected", "accepted", "rejected"],
        )
        self.assertEqual(self.states(), {"1": "received", "4": "received"})

    def test_other_systems_may_use_the_same_id(self):
        other = self._create_system("other")
        self.accept(event("1"))
        self.assertEqual(self.statuses(event("1", source="other"), system=other), ["accepted"])

    def test_scope(self):
        self.system.contract_ids.unlink()
        [result] = self.accept(event("1"))
        self.assertEqual(result.errors[0].code, "type.scope")
        self.assertTrue(result.is_forbidden)

    def test_scope_counts_at_once(self):
        self.system.contract_ids.unlink()
        self.accept(event("1"))
        self.system.action_allow_all()
        self.assertEqual(self.statuses(event("1")), ["accepted"])

    def test_entity_that_is_no_longer_routed(self):
        self.accept(event("1", entity="B"))
        self.system.entity_ids.unlink()
        [result] = self.accept(event("2", entity="B"))
        self.assertEqual(result.errors[0].code, "entity.unknown")

    def test_trace_of_the_call_is_for_events_without_one(self):
        own, call = (f"00-{digit * 32}-{digit * 16}-01" for digit in "ab")
        self.Message._accept(self.system, [event("1", traceparent=own), event("2")], call)
        self.assertEqual(self.message("1").traceparent, own)
        self.assertEqual(self.message("2").traceparent, call)

    def test_bad_trace_of_the_call_is_replaced(self):
        self.Message._accept(self.system, [event("1")], "nonsense")
        self.assertRegex(self.message("1").traceparent, "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$")

    def test_nothing(self):
        self.assertEqual(self.accept(), [])

    def test_queries_do_not_grow_with_the_batch(self):
        self.accept(event("warm-up"))
        user = self.system.user_id
        system, messages = self.system.with_user(user), self.Message.with_user(user)
        for number, amount in enumerate((1, 5, 500)):
            events = [event(f"{number}-{n}") for n in range(amount)]
            # the messages, what is told of them, and the job that will drain them
            with self.subTest(amount), self.assertQueryCount(3):
                messages._accept(system, events)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from decimal import Decimal
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.exception import RetryableJobError

from ..core.errors import TransientError
from ..core.policy import MAX_ATTEMPTS
from ..models import integration_drain
from .common import IntegrationCase, event


def texts(items):
    return [item.data.text for item in items]


@tagged("post_install", "-at_install")
class TestDrain(IntegrationCase):
    """How the messages of a lane are applied, with handlers that do as each test needs."""

    @contextmanager
    def recording(self, fail=None):
        """Record the bulks that are applied; ``fail``: text to the error it raises."""
        bulks = []

        def apply(handler, items):
            for text in texts(items):
                if text in (fail or {}):
                    raise fail[text]
            bulks.append(texts(items))

        with self.handle(_apply=apply):
            yield bulks

    def accept_texts(self, *values, **attributes):
        return self.accept(*[event(value, value, **attributes) for value in values])

    def test_ping_is_done(self):
        self.accept(event("1"))
        self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.attempts), ("done", 1))
        self.assertTrue(message.applied_at)
        self.assertFalse(message.due_at)

    def test_messages_are_applied_in_bulk_and_in_order(self):
        self.accept_texts("a", "b", "c")
        with self.recording() as bulks:
            self.drain()
        self.assertEqual(bulks, [["a", "b", "c"]])

    def test_versions_of_a_document_follow_each_other(self):
        self.accept(event("1", "a"), event("2", "b"), event("3", "a"))
        with self.recording() as bulks:
            self.drain()
        self.assertEqual(bulks, [["a", "b"], ["a"]])

    def test_handler_works_as_the_service_user_in_the_company(self):
        seen = []

        def apply(handler, items):
            seen.append((handler.env.user, handler.env.company, handler.env.companies))
            self.assertFalse(handler.env.su)
            self.assertEqual(items[0].message.env.uid, handler.env.uid)

        self.accept(event("1", entity="B"))
        with self.handle(_apply=apply):
            self.drain()
        self.assertEqual(seen, [(self.system.user_id, self.bolt, self.bolt)])

    def test_steps_see_open_items_only(self):
        seen = []

        def resolve(handler, items):
            items[0].wait_for("job", "J-1", "Job J-1 is not known yet.")

        def gate(handler, items):
            seen.append(("gate", texts(items)))
            items[0].stop("budget", "Over budget.")

        def apply(handler, items):
            seen.append(("apply", texts(items)))

        self.accept_texts("a", "b", "c")
        with self.handle(_resolve=resolve, _gate=gate, _apply=apply):
            self.drain()
        self.assertEqual(seen, [("gate", ["b", "c"]), ("apply", ["c"])])
        self.assertEqual(self.states(), {"a": "waiting", "b": "exception", "c": "done"})

    def test_first_reason_counts(self):
        def gate(handler, items):
            items[0].stop("first", "First.")
            items[0].stop("second", "Second.")

        self.accept(event("1"))
        with self.handle(_gate=gate):
            self.drain()
        self.assertEqual(self.message("1").reason_code, "first")

    def test_repeated_document_is_done_without_applying(self):
        self.accept(event("1"))
        with (
            self.recording() as bulks,
            self.handle(_gate=lambda handler, items: items[0].repeat("It is recorded already.")),
        ):
            self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("done", "repeated"))
        self.assertEqual(bulks, [])

    def test_exception_keeps_its_figures(self):
        def gate(handler, items):
            items[0].stop("budget", "Over budget.", Decimal("120.50"), {"available": Decimal(3)})

        self.accept(event("1"))
        with self.handle(_gate=gate):
            self.drain()
        self.assertRecordValues(
            self.message("1"),
            [
                {
                    "state": "exception",
                    "reason_code": "budget",
                    "reason_text": "Over budget.",
                    "amount_at_stake": 120.50,
                    "reason_details": {"available": "3"},
                }
            ],
        )

    def test_bad_message_is_isolated(self):
        names = [f"m{n}" for n in range(20)]
        self.accept_texts(*names)
        with self.recording({"m13": UserError("no such vendor")}) as bulks:
            self.drain()
        states = self.states()
        self.assertEqual(states.pop("m13"), "exception")
        self.assertEqual(set(states.values()), {"done"})
        applied = [name for bulk in bulks for name in bulk]
        self.assertEqual(applied, [name for name in names if name != "m13"])
        self.assertEqual(self.message("m13").reason_text, "no such vendor")

    def test_what_a_failed_bulk_wrote_is_undone(self):
        refusal = UserError("no")

        def apply(handler, items):
            for item in items:
                partner = self.env["res.partner"].create({"name": item.data.text})
                item.add_document(partner, "vendor")
            if "bad" in texts(items):
                raise refusal

        self.accept_texts("good", "bad")
        with self.handle(_apply=apply):
            self.drain()
        partners = self.env["res.partner"].search([("name", "in", ["good", "bad"])])
        self.assertEqual(partners.mapped("name"), ["good"])
        self.assertEqual(self.message("good").document_ids.mapped("res_id"), partners.ids)
        self.assertFalse(self.message("bad").document_ids)

    def test_errors_have_their_class(self):
        table = [
            ("user", UserError("x"), "exception", "odoo.validation"),
            ("access", AccessError("x"), "exception", "odoo.access"),
            ("later", TransientError("x"), "retry", "transient"),
            ("taken", psycopg2.IntegrityError("x"), "retry", "transient"),
            ("bug", KeyError("x"), "dead", "internal.error"),
        ]
        for name, error, state, code in table:
            with self.subTest(name), self.recording({name: error}):
                self.accept(event(name, name, partitionkey=name))
                with self.assertLogs(integration_drain.__name__, "DEBUG"):
                    integration_drain._logger.debug("a table row begins")
                    self.drain()
                message = self.message(name)
                self.assertEqual((message.state, message.reason_code), (state, code))
                self.assertTrue(message.reason_text)

    def test_trace_of_a_bug_is_kept(self):
        self.accept(event("1", "a"))
        with (
            self.recording({"a": KeyError("surprise")}),
            self.assertLogs(integration_drain.__name__, "ERROR"),
        ):
            self.drain()
        self.assertIn("surprise", self.message("1").error)
        self.assertNotIn("surprise", self.message("1").reason_text)

    def test_retry_holds_back_its_key_only(self):
        self.accept(event("1", "a", partitionkey="K"), event("2", "b", partitionkey="K"))
        self.accept(event("3", "c", partitionkey="L"))
        with self.recording({"a": TransientError("not now")}):
            self.drain()
        self.assertEqual(self.states(), {"1": "retry", "2": "received", "3": "done"})

    def test_what_comes_later_waits_for_the_retry(self):
        self.accept(event("1", "a", partitionkey="K"))
        with self.recording({"a": TransientError("not now")}):
            self.drain()
        self.accept(event("2", "b", partitionkey="K"))
        with self.recording() as bulks:
            self.drain()
            self.assertEqual(bulks, [])
            self.make_due()
            self.drain()
        self.assertEqual(bulks, [["a", "b"]])

    def test_what_came_before_a_retry_may_go_on(self):
        self.accept(event("1", "a", partitionkey="K"), event("2", "b", partitionkey="K"))
        with self.recording({"b": TransientError("not now")}):
            self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "retry"})

    def test_blocked_key_does_not_fill_the_lane(self):
        self.accept(event("first", "a", partitionkey="K"))
        with self.recording({"a": TransientError("not now")}):
            self.drain()
        self.accept(*[event(str(n), f"b{n}", partitionkey="K") for n in range(600)])
        self.accept(event("other", "c", partitionkey="L"))
        self.drain()
        self.assertEqual(self.message("other").state, "done")

    def test_exception_does_not_hold_back_its_key(self):
        self.accept(event("1", "a", partitionkey="K"), event("2", "b", partitionkey="K"))
        with self.recording({"a": UserError("no")}):
            self.drain()
        self.assertEqual(self.states(), {"1": "exception", "2": "done"})

    def test_attempts_are_limited(self):
        self.accept(event("1", "a"))
        with self.recording({"a": TransientError("never")}):
            for attempt in range(1, MAX_ATTEMPTS):
                self.drain()
                self.assertEqual(self.message("1").attempts, attempt)
                self.make_due()
            self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("dead", "attempts.exhausted"))
        self.assertIn("never", message.error)

    def test_conflict_of_transactions_ends_the_drain(self):
        self.accept(event("1", "a"))
        with (
            self.recording({"a": psycopg2.errors.SerializationFailure("x")}),
            self.assertRaises(RetryableJobError) as caught,
        ):
            self.drain()
        self.assertTrue(caught.exception.ignore_retry)
        self.assertEqual(self.states(), {"1": "received"})

    def test_payload_that_no_longer_fits(self):
        self.accept(event("1"), event("2", "b"))
        self.env.cr.execute(
            "UPDATE integration_message SET payload = '{\"words\": 1}' WHERE external_id = '1'"
        )
        self.drain()
        self.assertEqual(self.states(), {"1": "exception", "2": "done"})
        self.assertEqual(self.message("1").reason_code, "contract.schema")
        self.assertIn("/data/text", self.message("1").reason_text)

    def test_contract_that_is_gone(self):
        self.accept(event("1"))
        with patch.object(integration_drain.contracts, "get", return_value=None):
            self.drain()
        self.assertEqual(self.message("1").reason_code, "contract.unknown")

    def test_documents_are_noted_once(self):
        partner = self.env["res.partner"].create({"name": "Vendor"})

        def apply(handler, items):
            items[0].add_document(partner)
            items[0].add_document(partner, "again")

        self.accept(event("1"))
        with self.handle(_apply=apply):
            self.drain()
        document = self.message("1").document_ids
        self.assertEqual((document.kind, document.name), ("res_partner", "Vendor"))
        self.assertEqual(document.action_open()["res_id"], partner.id)

    def test_queries_do_not_grow_with_the_bulk(self):
        self.accept(*[event(f"w{n}", f"w{n}") for n in range(3)])
        self.drain()
        counts = []
        for size in (2, 200):
            self.accept(*[event(f"{size}-{n}", f"{size}-{n}") for n in range(size)])
            before = self.env.cr.sql_log_count
            self.drain()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..core.errors import Unreadable
from ..core.retention import digest_of_digests, ranges
from .common import PING, event
from .common_retention import RetentionCase

MODELS = "odoo.addons.construction_connector_base.models"


@tagged("post_install", "-at_install")
class TestRetention(RetentionCase):
    def test_each_age_has_its_action(self):
        for id_, days in {"new": 9, "month": 11, "quarter": 21, "year": 31}.items():
            self.take(id_, days=days)
        self.run_retention()
        self.assertEqual(
            self.stages(), {"new": False, "month": "archived", "quarter": "anonymised"}
        )

    def test_the_dry_run_says_what_the_run_does(self):
        self.take("a1", "a2", days=11)
        self.take("b", days=21)
        self.take("c", days=31)
        self.assertEqual(
            (self.kept_as.due_archive, self.kept_as.due_anonymise, self.kept_as.due_delete),
            (2, 1, 1),
        )
        self.assertEqual(len(self.stages()), 4)
        self.run_retention()
        self.assertEqual(
            (self.kept_as.due_archive, self.kept_as.due_anonymise, self.kept_as.due_delete),
            (0, 0, 0),
        )

    def test_unfinished_messages_are_never_touched(self):
        def stop(handler, items):
            items[0].stop("odoo.validation", "no")

        def wait(handler, items):
            items[0].wait_for("job", "J", "not there yet")

        with self.handle(_gate=stop):
            self.take("exception", days=500)
        with self.handle(_gate=wait):
            self.take("waiting", days=500)
        self.accept(event("received"))
        self.age(500, "received")
        self.run_retention()
        self.assertEqual(self.stages(), {"exception": False, "waiting": False, "received": False})

    def test_anonymising_blanks_what_was_said_and_keeps_what_proves_it(self):
        def supersede(handler, items):
            items[0].supersede("Jane Doe sent a newer one")

        with self.handle(_gate=supersede):
            self.take("1", days=21)
        before = self.message("1")
        kept = (before.digest, before.document_key, before.state, before.reason_code)
        self.assertTrue(before.payload)
        self.run_retention()
        after = self.message("1")
        self.assertFalse(after.payload or after.reason_text or after.reason_details)
        self.assertEqual((after.digest, after.document_key, after.state, after.reason_code), kept)

    def test_what_was_anonymised_is_not_replayed_and_what_was_archived_comes_back(self):
        self.take("archived", days=11)
        self.take("anonymised", days=21)
        self.run_retention()
        messages = self.message("archived") | self.message("anonymised")
        self.assertEqual(self.Message._replay(messages.ids), self.message("archived").ids)
        self.assertEqual(
            [(one.state, one.retention_stage) for one in messages],
            [("received", False), ("done", "anonymised")],
        )
        self.drain()
        self.assertEqual(self.states(), {"archived": "done", "anonymised": "done"})
        with self.assertRaises(Unreadable):
            self.message("anonymised")._read_data()

    def test_anonymising_blanks_what_quotes_the_message(self):
        self.take("1", days=21)
        message = self.message("1")
        correction = self.env["integration.correction"].create(
            {
                "message_id": message.id,
                "user_id": self.env.uid,
                "reason": "Wrong name",
                "versions": [{"text": "Jane Doe"}, {"text": "1"}],
            }
        )
        self.env.cr.execute(
            """
            INSERT INTO integration_attempt (system_id, kind, message_id, started_at, text)
            VALUES (%s, 'send', %s, now(), 'Jane Doe') RETURNING id
            """,
            [self.system.id, message.id],
        )
        attempt = self.env["integration.attempt"].browse(self.env.cr.fetchone())
        self.run_retention()
        self.assertFalse(correction._versions())
        self.assertFalse(attempt.text)
        self.assertEqual(correction.reason, "Wrong name")

    def test_a_deleted_message_is_not_taken_a_second_time(self):
        self.take("1", days=31)
        first = self.message("1")
        uuid_ = first.uuid
        self.run_retention()
        self.assertFalse(self.message("1"))
        again, other, new = self.accept(event("1", "1"), event("1", "other"), event("2", "2"))
        self.assertEqual((again.status, again.message), ("duplicate", uuid_))
        self.assertEqual(other.status, "conflict")
        self.assertEqual(new.status, "accepted")
        self.assertEqual(list(self.states()), ["2"])

    def test_a_tombstone_tells_no_id(self):
        self.take("very-secret-id", days=31)
        self.run_retention()
        stone = self.Tombstone.search([("system_id", "=", self.system.id)])
        self.assertNotIn("very-secret-id", json.dumps(stone.read(), default=str))

    def test_the_door_asks_for_no_tombstones_while_there_are_none(self):
        self.accept(event("warm"))
        with self.assertQueryCount(0):
            self.assertEqual(self.Tombstone._find(self.system.id, ["1"]), {})

    def test_another_system_may_use_the_id(self):
        self.take("1", days=31)
        self.run_retention()
        other = self._create_system("other")
        [result] = self.accept(event("1", "1", source="other"), system=other)
        self.assertEqual(result.status, "accepted")

    def test_cross_references_outlive_their_message(self):
        partner = self.env["res.partner"].create({"name": "Vendor"})
        self.Xref._remember(
            self.system, self.acme, "vendor", [("V", partner.id, None)], "res.partner"
        )
        self.take("1", days=31)
        self.run_retention()
        self.assertEqual(
            self.Xref._lookup(self.system, self.acme, "vendor", ["V"]), {"V": partner.id}
        )

    def test_documents_and_overrides_go_with_their_message(self):
        def apply(handler, items):
            items[0].add_document(self.env.ref("base.main_partner"))

        with self.handle(_apply=apply):
            self.take("1", days=31)
        message = self.message("1")
        self.assertTrue(message.document_ids)
        self.run_retention()
        self.assertFalse(
            self.env["integration.message.document"].search([("message_id", "=", message.id)])
        )

    def test_the_audit_proves_what_was_done(self):
        self.take("1", "2", days=31)
        messages = (self.message("1") | self.message("2")).sorted("id")
        ids, digests = messages.ids, messages.mapped("digest")
        self.run_retention()
        entry = self.env["integration.audit.entry"].search([("step", "=", "retention.deleted")])
        self.assertEqual(entry.messages, ids)
        self.assertEqual(entry.company_id, self.acme)
        self.assertEqual(
            json.loads(entry.data),
            {
                "class": "technical",
                "count": 2,
                "ids": ranges(ids),
                "digest": digest_of_digests(digests),
            },
        )

    def test_a_big_run_goes_in_batches(self):
        self.take(*map(str, range(5)), days=31)
        retention = self.env["integration.retention"]
        with patch(f"{MODELS}.integration_retention.BATCH", 2):
            done = [retention._run_batch(self.kept_as, "delete") for _time in range(4)]
        self.assertEqual(done, [2, 2, 1, 0])
        self.assertFalse(self.stages())

    def test_a_policy_gives_another_class_to_a_system_or_a_company(self):
        short = self.kept_as.copy({"code": "short", "name": "Short", "archive_days": 1})
        never = self.kept_as.create({"code": "never", "name": "Never"})
        policy = {"type": PING, "system_id": False, "company_id": False}
        self.env["integration.contract.policy"].create(
            [
                policy | {"retention_class_id": never.id},
                policy | {"retention_class_id": short.id, "company_id": self.bolt.id},
            ]
        )
        self.take("acme", days=15)
        self.take("bolt", days=5, entity="B")
        self.run_retention()
        self.assertEqual(self.stages(), {"acme": False, "bolt": "archived"})
        self.assertEqual((never.due_archive, self.kept_as.due_archive), (0, 0))

    def test_ages_must_be_in_order(self):
        with self.assertRaisesRegex(ValidationError, "archived first"):
            self.kept_as.archive_days = 31

    def test_rights(self):
        reader, operator = self._create_user("group_user"), self._create_user("group_operator")
        with self.assertRaises(AccessError):
            self.kept_as.with_user(operator).delete_days = 1
        with self.assertRaises(AccessError):
            self.kept_as.with_user(operator).action_run()
        with self.assertRaises(AccessError):
            self.Tombstone.with_user(reader).search([])
        self.take("1", days=31)
        self.run_retention()
        foreign = self._create_user("group_manager", self.strange)
        manager = self._create_user("group_manager")
        self.assertEqual(len(self.Tombstone.with_user(manager).search([])), 1)
        self.assertFalse(self.Tombstone.with_user(foreign).search([]))

    def test_what_points_to_messages_is_found_by_an_index(self):
        """Deleting a message looks for what points to it: a scan for each would take for ever."""
        # what wizards hold is little, and soon gone
        wizards = [model._table for model in self.env.registry.values() if model._transient]
        self.env.cr.execute(
            """
            SELECT c.conrelid::regclass::text || '.' || a.attname
              FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND c.confrelid = 'integration_message'::regclass
               AND c.conrelid::regclass::text <> ALL(%s)
               AND NOT EXISTS (SELECT FROM pg_index i
                                WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
            """,
            [wizards],
        )
        self.assertEqual(self.env.cr.fetchall(), [])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import tempfile
from unittest.mock import patch

import orjson

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..core.audit import link, verify_file
from ..core.digest import digest_of_data
from .common import IntegrationCase, event

STEP = "odoo.addons.construction_connector_base.models.integration_audit_verification.STEP"


@tagged("post_install", "-at_install")
class TestAuditVerification(IntegrationCase):
    """What the owner of the database changes behind the guard is found, here and offline."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Entry = cls.env["integration.audit.entry"]
        cls.auditor = cls._create_user("group_auditor", cls.env["res.company"].search([]))

    def setUp(self):
        super().setUp()
        for number in range(4):
            self.accept(event(str(number)))
            self.drain()
        while self.Entry._seal():
            pass
        self.entries = self.Entry.search([("seq", "!=", False)], order="seq desc", limit=6)[::-1]

    def tamper(self, statement, params=()):
        """As the owner of the database, with the guard away."""
        cr = self.env.cr
        table = "integration_audit_entry"
        cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER integration_audit_guard_row")
        cr.execute(statement, params)
        cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER integration_audit_guard_row")
        self.env.invalidate_all()

    def verify(self):
        action = self.env["integration.audit.verification"].with_user(self.auditor).action_start()
        return self.env["integration.audit.verification"].browse(action["res_id"])

    def export(self, method="action_export_all"):
        Checkpoint = self.env["integration.audit.checkpoint"]
        action = getattr(Checkpoint.with_user(self.auditor), method)()
        return Checkpoint.browse(action["res_id"])

    def offline(self, export, *earlier):
        paths = []
        for one in (export, *earlier):
            target = self.enterContext(tempfile.NamedTemporaryFile(suffix=".gz"))
            target.write(base64.b64decode(one.file))
            target.flush()
            paths.append(target.name)
        return [(one.kind, one.seq) for one in verify_file(paths[0], paths[1:])[1]]

    def assertFound(self, *expected):
        """The client and the offline check find exactly this."""
        run = self.verify()
        self.assertEqual(run.state, "broken" if expected else "sound")
        self.assertEqual([(one.kind, one.seq) for one in run.finding_ids], list(expected))
        found = self.offline(self.export())
        # an export made afterwards has nothing to compare with
        self.assertEqual(found, [one for one in expected if one[0] != "checkpoint"])
        return run

    def test_a_whole_chain(self):
        run = self.assertFound()
        self.assertEqual(run.create_uid, self.auditor)
        self.assertEqual(run.checked, run.to_seq)
        entry = self.Entry.search([("step", "=", "audit.verified")])
        self.assertEqual((entry.user_id, entry.res_id), (self.auditor, run.id))

    def test_a_changed_entry(self):
        victim = self.entries[2]
        self.tamper("UPDATE integration_audit_entry SET user_id = 1 WHERE id = %s", [victim.id])
        run = self.assertFound(("content", victim.seq))
        self.assertEqual(run.finding_ids.entry_id, victim.id)

    def test_a_changed_entry_with_a_new_digest_and_hash(self):
        victim = self.entries[2]
        [row] = self.Entry._rows(victim.seq - 1, victim.seq, 1)
        digest = row.content.__class__(**(vars(row.content) | {"user_id": 1})).digest()
        self.tamper(
            "UPDATE integration_audit_entry SET user_id = 1, digest = %s, hash = %s WHERE id = %s",
            [digest, link(victim.seq, victim.previous_hash, digest), victim.id],
        )
        self.assertFound(("link", victim.seq + 1))

    def test_a_deleted_entry(self):
        victim = self.entries[2]
        seq = victim.seq
        self.tamper("DELETE FROM integration_audit_entry WHERE id = %s", [victim.id])
        self.assertFound(("gap", seq))

    def test_swapped_entries(self):
        one, two = self.entries[2], self.entries[3]
        first, second = one.seq, two.seq
        self.tamper("UPDATE integration_audit_entry SET seq = -1 WHERE id = %s", [one.id])
        self.tamper("UPDATE integration_audit_entry SET seq = %s WHERE id = %s", [first, two.id])
        self.tamper("UPDATE integration_audit_entry SET seq = %s WHERE id = %s", [second, one.id])
        run = self.verify()
        self.assertEqual({one.seq for one in run.finding_ids}, {first, second, second + 1})
        self.assertEqual(set(run.finding_ids.mapped("kind")), {"link"})
        self.assertTrue(self.offline(self.export()))

    def test_an_inserted_entry(self):
        place = self.entries[2].seq
        self.tamper("UPDATE integration_audit_entry SET seq = -seq WHERE seq >= %s", [place])
        self.tamper("UPDATE integration_audit_entry SET seq = 1 - seq WHERE seq < 0")
        [row] = self.Entry._rows(place - 2, place - 1, 1)
        self.tamper(
            """
            INSERT INTO integration_audit_entry (at, step, data, digest, seq, previous_hash, hash)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            """,
            [
                row.content.at,
                "override.confirmed",
                "{}",
                row.content.__class__(
                    row.content.at, "override.confirmed", None, None, None, None, None, [], "{}"
                ).digest(),
                place,
                row.hash,
                "0" * 64,
            ],
        )
        found = [(one.kind, one.seq) for one in self.verify().finding_ids]
        self.assertEqual(found[:2], [("link", place), ("link", place + 1)])
        self.assertTrue(self.offline(self.export()))

    def test_removed_newest_entries_are_missed_by_the_last_export(self):
        export = self.export()
        seq = export.seq
        self.tamper("DELETE FROM integration_audit_entry WHERE seq >= %s OR seq IS NULL", [seq - 1])
        with patch.object(type(self.Entry), "_note"):
            run = self.verify()
        self.assertEqual([(one.kind, one.seq) for one in run.finding_ids], [("gap", seq - 1)])

    def test_a_chain_made_anew_differs_from_the_last_export(self):
        export = self.export()
        victim = self.entries[2]
        self.tamper("UPDATE integration_audit_entry SET user_id = 1 WHERE id = %s", [victim.id])
        previous = victim.previous_hash
        for row in self.Entry._rows(victim.seq - 1, 10**9, 10**6):
            digest = row.content.digest()
            hash_ = link(row.seq, previous, digest)
            self.tamper(
                "UPDATE integration_audit_entry SET digest=%s, previous_hash=%s, hash=%s WHERE id=%s",
                [digest, previous, hash_, row.id],
            )
            previous = hash_
        run = self.verify()
        self.assertEqual(
            [(one.kind, one.seq) for one in run.finding_ids], [("checkpoint", export.seq)]
        )
        anew = self.export()
        self.assertEqual(self.offline(anew), [])
        self.assertEqual(self.offline(anew, export), [("checkpoint", export.seq)])

    def test_a_long_chain_is_checked_in_steps(self):
        with patch(STEP, 3), trap_jobs() as jobs:
            run = self.verify()
            self.assertEqual((run.state, run.checked), ("running", 3))
            self.assertGreater(run.progress, 0)
            while run.state == "running":
                jobs.perform_enqueued_jobs()
        self.assertEqual((run.state, run.checked), ("sound", run.to_seq))

    def test_findings_of_a_chain_checked_in_steps(self):
        victim = self.entries[2]
        seq = victim.seq
        self.tamper("DELETE FROM integration_audit_entry WHERE id = %s", [victim.id])
        for step in (1, 2, 3):
            with self.subTest(step), patch(STEP, step), trap_jobs() as jobs:
                run = self.verify()
                while run.state == "running":
                    jobs.perform_enqueued_jobs()
                self.assertEqual([(one.kind, one.seq) for one in run.finding_ids], [("gap", seq)])

    def test_exports_continue_each_other(self):
        first = self.export()
        self.accept(event("more"))
        second = self.export("action_export_new")
        self.assertEqual((second.after_seq, second.after_hash), (first.seq, first.hash))
        self.assertEqual(second.count, second.seq - first.seq)
        self.assertEqual(self.offline(second, first), [])

    def test_who_may_verify_and_export(self):
        Verification = self.env["integration.audit.verification"]
        Checkpoint = self.env["integration.audit.checkpoint"]
        with self.assertRaises(AccessError):
            Verification.with_user(self._create_user("group_operator")).action_start()
        manager = self._create_user("group_manager")
        with self.assertRaisesRegex(AccessError, "works in all"):
            Checkpoint.with_user(manager).action_export_all()
        export = self.export()
        self.assertFalse(Checkpoint.with_user(manager).search([("id", "=", export.id)]))
        self.assertTrue(Checkpoint.with_user(self.auditor).search([("id", "=", export.id)]))
        with self.assertRaises(AccessError):
            export.with_user(self.auditor).unlink()

    def test_message_is_what_was_sent(self):
        message = self.message("1").with_user(self.auditor)
        self.assertIsNone(message._proof_problem())
        self.assertEqual(message.action_verify()["params"]["type"], "success")
        entry = self.Entry.search([("step", "=", "message.verified")])
        self.assertEqual((entry.user_id, entry.messages), (self.auditor, message.ids))

    def test_changed_payload_digest_or_entry(self):
        message = self.message("1")
        for statement, text in (
            ('UPDATE integration_message SET payload = \'{"text": "x"}\'', "payload differs"),
            ("UPDATE integration_message SET digest = repeat('0', 64)", "digest differs"),
            ("UPDATE integration_message SET external_id = '99'", "digest differs"),
        ):
            with self.subTest(statement), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(f"{statement} WHERE id = %s", [message.id])
                self.env.invalidate_all()
                self.assertIn(text, message._proof_problem())
                savepoint.rollback()
        self.env.invalidate_all()
        self.tamper(
            "UPDATE integration_audit_entry SET data = replace(data, '\"1\"', '\"7\"')"
            " WHERE step = 'message.accepted' AND messages @> to_jsonb(%s)",
            [message.id],
        )
        self.assertIn("was changed", message._proof_problem())

    def test_numbers_that_postgresql_writes_in_another_way(self):
        sent = '{"a": -0.0, "b": 1e17, "c": 1e300, "d": 123456789012345678, "e": 1e-7, "f": 0.10}'
        self.env.cr.execute("SELECT %s::jsonb", [sent])
        kept = self.env.cr.fetchone()[0]
        self.assertEqual(digest_of_data(kept), digest_of_data(orjson.loads(sent)))

    def test_nothing_new_to_export(self):
        self.export()
        with (
            patch.object(type(self.Entry), "_seal", return_value=0),
            self.assertRaisesRegex(UserError, "Nothing was added"),
        ):
            self.export("action_export_new")

    def test_history_of_a_message_and_of_a_system(self):
        message = self.message("1").with_user(self.auditor)
        found = self.Entry.search(message.action_open_history()["domain"])
        self.assertEqual(sorted(found.mapped("step")), ["message.accepted", "message.done"])
        of_system = self.Entry.search(self.system.action_open_history()["domain"])
        self.assertLessEqual(set(found.filtered("system_id").ids), set(of_system.ids))
        by_text = self.Entry.search([("message_ref", "=", "1"), ("id", "in", found.ids)])
        self.assertEqual(by_text, found)
        accepted = found.filtered(lambda entry: entry.step == "message.accepted")
        self.assertIn(f"1, {message.digest}", accepted.details)
        self.assertIn("events:", accepted.summary)
        self.assertEqual(accepted.action_open_messages()["domain"], [("id", "in", message.ids)])

    def test_entries_of_another_company(self):
        stranger = self._create_user("group_auditor", self.strange)
        entry = self.Entry.search([("step", "=", "message.accepted")], limit=1)
        self.assertTrue(entry.with_user(self.auditor).has_access("read"))
        self.assertFalse(self.Entry.with_user(stranger).search([("id", "=", entry.id)]))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2.errors

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.audit import GENESIS, link
from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestAuditEntries(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.Entry = self.env["integration.audit.entry"]
        # what the set-up itself has left
        while self.Entry._seal():
            pass
        self.before = self.Entry.search([], limit=1)
        self.first_id = self.before.id or 0

    def _entries(self):
        return self.Entry.search([("id", ">", self.first_id)], order="id")

    def test_a_call_and_a_drain_leave_an_entry_each_for_all_their_messages(self):
        self.accept(event("1", "a"), event("2", "b"))
        self.drain()
        ids = (self.message("1") | self.message("2")).ids
        self.assertEqual(
            [(entry.step, entry.messages) for entry in self._entries()],
            [("message.accepted", sorted(ids)), ("message.done", sorted(ids))],
        )
        self.assertEqual(self._entries().user_id, self.system.user_id)
        self.assertEqual(self._entries().system_id, self.system)

    def test_an_auditor_reads_entries_of_the_own_companies_only(self):
        self.accept(event("1", "a"), event("2", "b", entity="B"))
        self.drain()
        entries = self._entries()
        self.assertEqual(len(entries), 4)
        auditor = self._create_user("group_auditor", self.bolt)
        seen = entries.with_user(auditor).search([("id", "in", entries.ids)])
        self.assertEqual(seen.company_id, self.bolt)
        self.assertEqual(set(seen.mapped("step")), {"message.accepted", "message.done"})

    def test_the_chain_is_gapless_and_each_hash_covers_the_one_before(self):
        self.accept(event("1"))
        self.drain()
        self.assertEqual(self.Entry._seal(), 2)
        seq, previous = self.before.seq, self.before.hash or GENESIS
        for entry in self._entries():
            seq += 1
            self.assertEqual(entry.seq, seq)
            self.assertEqual(entry.previous_hash, previous)
            self.assertEqual(entry.hash, link(seq, previous, entry.digest))
            previous = entry.hash

    def test_the_database_refuses_to_change_or_remove_an_entry(self):
        self.accept(event("1"))
        self.Entry._seal()
        for statement in (
            "UPDATE integration_audit_entry SET step = 'other'",
            "UPDATE integration_audit_entry SET seq = seq + 1",
            "DELETE FROM integration_audit_entry",
            "TRUNCATE integration_audit_entry",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_nobody_writes_entries_by_hand(self):
        self.accept(event("1"))
        entry = self._entries()
        for call in (
            lambda: self.Entry.create({"step": "x", "digest": "x"}),
            lambda: entry.write({"step": "x"}),
            entry.unlink,
        ):
            with self.assertRaises(AccessError):
                call()

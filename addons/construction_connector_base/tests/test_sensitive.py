# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.contract import get
from ..core.digest import digest
from ..core.vault import new_key
from .common import PING, IntegrationCase, event, registered, use_master_keys

SENSITIVE = replace(get(PING), sensitive=True)


@tagged("post_install", "-at_install")
class TestSensitive(IntegrationCase):
    def setUp(self):
        super().setUp()
        patch = registered(SENSITIVE)
        patch.__enter__()
        self.addCleanup(patch.__exit__, None, None, None)

    def token(self, message):
        self.env.cr.execute(
            "SELECT encrypted_payload FROM integration_message WHERE id = %s", [message.id]
        )
        return self.env.cr.fetchone()[0]

    def test_payload_is_nowhere_in_clear_text(self):
        self.accept(event("1", "wage 4711", partitionkey="K"))
        message = self.message("1")
        self.assertFalse(message.payload)
        self.env.cr.execute(
            "SELECT payload IS NULL, encrypted_payload FROM integration_message WHERE id = %s",
            [message.id],
        )
        is_null, token = self.env.cr.fetchone()
        self.assertTrue(is_null)
        self.assertNotIn("4711", token)
        self.assertIn("4711", self.env["integration.vault"]._decrypt(token))

    def test_handlers_see_it(self):
        seen = []
        self.accept(event("1", "a"), event("2", "b"))
        with self.handle(_apply=lambda handler, items: seen.extend(i.data.text for i in items)):
            self.drain()
        self.assertEqual(sorted(seen), ["a", "b"])
        self.assertEqual(set(self.states().values()), {"done"})

    def test_queries_do_not_grow_with_the_bulk(self):
        counts = []
        for size in (1, 2, 40):
            self.accept(*[event(f"{size}-{n}", f"t{n}") for n in range(size)])
            messages = self.Message.search([("state", "=", "received")])
            handled = messages.with_user(self.system.user_id)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handled._fetch_data()
            [message._sent_data() for message in handled]
            counts.append(self.env.cr.sql_log_count - before)
            self.drain()
        self.assertEqual(counts[1], counts[2])

    def test_same_again_and_other_under_the_id(self):
        self.accept(event("1"))
        statuses = [self.accept(event("1"))[0].status, self.accept(event("1", "x"))[0].status]
        self.assertEqual(statuses, ["duplicate", "conflict"])

    def test_digest_cannot_be_guessed(self):
        self.accept(event("1"))
        self.assertNotEqual(self.message("1").digest, digest(event("1")))
        entries = self.env["integration.audit.entry"].search([], limit=5)
        self.assertNotIn(digest(event("1")), "".join(entries.mapped("data")))

    def test_rotation_keeps_what_is_known(self):
        old, new = new_key(), new_key()
        use_master_keys(self, old)
        self.accept(event("1"))
        use_master_keys(self, new, old)
        cron = self.env.ref("construction_connector_base.ir_cron_vault_rotate")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        use_master_keys(self, new)
        self.assertEqual(self.accept(event("1"))[0].status, "duplicate")
        self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_without_a_key_nothing_is_taken(self):
        use_master_keys(self)
        [result] = self.accept(event("1"))
        self.assertEqual((result.status, result.errors[0].code), ("rejected", "vault.missing"))

    def test_screens_mask_it(self):
        self.accept(event("1", "wage 4711"))
        message = self.message("1").with_user(self._create_user("group_manager"))
        self.assertNotIn("4711", message.payload_text)
        self.assertNotIn("encrypted_payload", message.fields_get())
        with self.assertRaises(AccessError):
            message.read(["encrypted_payload"])

    def test_manager_may_see_it_and_the_audit_knows(self):
        self.accept(event("1", "wage 4711"))
        action = self.message("1").with_user(self._create_user("group_manager"))
        shown = action.action_reveal_payload()
        self.assertIn("4711", shown["context"]["default_payload"])
        entry = self.env["integration.audit.entry"].search([("step", "=", "payload.revealed")])
        self.assertEqual(entry.messages, self.message("1").ids)
        self.assertNotIn("4711", entry.data)

    def test_others_may_not(self):
        self.accept(event("1"))
        for user in (
            self._create_user("group_operator"),
            self._create_user("group_manager", self.strange),
        ):
            with self.assertRaises(AccessError):
                self.message("1").with_user(user).action_reveal_payload()

    def test_retention_blanks_it_too(self):
        self.accept(event("1"))
        message = self.message("1")
        self.assertTrue(self.token(message))
        self.env["integration.retention"]._anonymise(message.ids)
        self.env.invalidate_all()
        self.assertFalse(self.token(message))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from dataclasses import replace
from unittest.mock import patch

from odoo.tests import tagged

from ..core.contract import get
from .common import PING, IntegrationCase, event, registered

SENSITIVE = replace(get(PING), sensitive=True)
BATCH = "odoo.addons.construction_connector_base.models.integration_sealing.BATCH"


@tagged("post_install", "-at_install")
class TestSealing(IntegrationCase):
    """A contract becomes sensitive when messages of it are stored already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("construction_connector_base.ir_cron_seal")

    def become_sensitive(self):
        self.enterContext(registered(SENSITIVE))

    def seal(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def columns(self, table="integration_message", clear="payload", sealed="encrypted_payload"):
        self.env.cr.execute(f"SELECT {clear}, {sealed} FROM {table} ORDER BY id")
        return self.env.cr.fetchall()

    def entries(self):
        return self.env["integration.audit.entry"].search([("step", "=", "payloads.sealed")])

    def test_what_is_stored_is_encrypted(self):
        self.accept(event("1", "wage 4711"), event("2", "wage 4712"))
        self.become_sensitive()
        self.seal()
        for clear, token in self.columns():
            self.assertIsNone(clear)
            self.assertNotIn("471", token)
        self.assertEqual(self.message("1")._sent_data(), {"text": "wage 4711"})
        self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "done"})

    def test_amounts_stay_exact(self):
        self.accept(event("1"))
        self.env.cr.execute("""UPDATE integration_message SET payload = '{"text": 0.10}'""")
        self.become_sensitive()
        self.seal()
        [(_clear, token)] = self.columns()
        self.assertEqual(self.env["integration.vault"]._decrypt(token), '{"text": 0.10}')

    def test_corrections_and_refusals(self):
        self.accept(event("1"), event("bad", data={"text": "wage 4713", "more": 1}))
        correction = self.env["integration.correction"].create(
            {
                "message_id": self.message("1").id,
                "user_id": self.env.uid,
                "reason": "Wrong",
                "versions": [{"text": "4711"}, {"text": "4712"}],
            }
        )
        refusals = self.env["integration.refusal"].search([("external_id", "=", "bad")])
        self.assertIn("4713", refusals.excerpt)
        self.become_sensitive()
        self.seal()
        [(clear, token)] = self.columns("integration_correction", "versions", "encrypted_versions")
        self.assertIsNone(clear)
        self.assertNotIn("4711", token)
        self.assertEqual(correction._versions(), ({"text": "4711"}, {"text": "4712"}))
        self.assertFalse(refusals.excerpt)

    def test_repeats_are_known_and_the_proof_holds(self):
        self.accept(event("1"))
        self.become_sensitive()
        self.seal()
        statuses = [self.accept(event("1"))[0].status, self.accept(event("1", "x"))[0].status]
        self.assertEqual(statuses, ["duplicate", "conflict"])
        self.assertIsNone(self.message("1")._proof_problem())

    def test_a_second_run_does_nothing(self):
        self.accept(event("1"), event("2", entity="B"))
        self.become_sensitive()
        self.seal()
        before = self.columns()
        entries = self.entries()
        self.assertEqual(set(entries.company_id), set(self.acme | self.bolt))
        self.assertEqual(
            {(one["type"], one["count"]) for one in map(json.loads, entries.mapped("data"))},
            {(PING, 1)},
        )
        self.assertNotIn("hello", "".join(entries.mapped("data")))
        self.env["ir.config_parameter"].set_param("construction_connector_base.sealed_types", False)
        self.seal()
        self.assertEqual((self.columns(), self.entries()), (before, entries))

    def test_many_go_in_batches(self):
        self.accept(*[event(str(n)) for n in range(5)])
        self.become_sensitive()
        with patch(BATCH, 2):
            self.seal()
        self.assertEqual({clear for clear, _token in self.columns()}, {None})
        counts = [json.loads(data)["count"] for data in self.entries().sorted("id").mapped("data")]
        self.assertEqual(counts, [2, 2, 1])

    def test_other_contracts_stay_as_they_are(self):
        self.seal()
        self.accept(event("1"))
        self.seal()
        self.assertEqual(self.columns(), [({"text": "hello"}, None)])

    def test_without_a_key_it_is_left_for_later(self):
        self.accept(event("1"))
        self.become_sensitive()
        without_key = patch.object(
            type(self.env["integration.vault"]), "_has_key", lambda _self: False
        )
        with without_key:
            self.seal()
            self.assertTrue(self.columns()[0][0])
        self.seal()
        self.assertIsNone(self.columns()[0][0])

    def test_loading_the_code_starts_it(self):
        self.seal()
        triggers = self.env["ir.cron.trigger"]
        mine = [("cron_id", "=", self.cron.id)]
        triggers.search(mine).unlink()
        self.env["integration.sealing"]._register_hook()
        self.assertFalse(triggers.search(mine))
        self.become_sensitive()
        self.env["integration.sealing"]._register_hook()
        self.assertTrue(triggers.search(mine))

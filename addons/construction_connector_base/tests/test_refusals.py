# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..core.contract import get
from ..models.integration_refusal import PER_HOUR
from .common import PING, IntegrationCase, event, registered
from .test_http import TestHttp
from .test_sensitive import SENSITIVE


@tagged("post_install", "-at_install")
class TestRefusals(IntegrationCase):
    def refused(self):
        self.env.invalidate_all()
        return self.env["integration.refusal"].search([("system_id", "=", self.system.id)])

    def test_what_is_kept(self):
        self.accept(event("1"), event("2", data={"text": 5}), event("1", "other"))
        conflict, wrong = self.refused()
        self.assertEqual(
            (wrong.code, wrong.external_id, wrong.type), ("schema.string_type", "2", PING)
        )
        self.assertIn("/data/text", wrong.text)
        self.assertIn('"text":5', wrong.excerpt)
        self.assertIn("of another form", wrong.meaning)
        self.assertEqual((conflict.code, conflict.external_id), ("id.conflict", "1"))
        self.assertIn("own id", conflict.what_to_do)

    def test_good_ones_leave_nothing(self):
        self.accept(event("1"), event("1"))
        self.assertFalse(self.refused())

    def test_no_excerpt_of_what_may_be_sensitive(self):
        with registered(SENSITIVE):
            self.accept(event("1", data={"text": 5}), event("2", type="construction.wage.v1"))
        self.assertEqual(self.refused().mapped("excerpt"), [False, False])

    def test_long_and_strange_events(self):
        self.accept(
            event("1", data={"text": "x" * 9000}),
            event("2", data={"a\x00b": 1}),
            {"id": "x" * 999, "type": ["x"]},
            None,
        )
        self.assertEqual(len(self.refused()), 4)
        self.assertTrue(all(len(one.excerpt or "") <= 2000 for one in self.refused()))
        self.assertTrue(all("\x00" not in (one.errors_text or "") for one in self.refused()))

    def test_flood(self):
        for _call in range(3):
            self.accept(*[None] * 60)
        self.assertEqual(len(self.refused()), PER_HOUR)
        self.env.cr.execute("UPDATE integration_refusal SET at = at - interval '61 minutes'")
        self.accept(None)
        self.assertEqual(len(self.refused()), PER_HOUR + 1)

    def test_old_ones_go(self):
        self.accept(None)
        self.env.cr.execute("UPDATE integration_refusal SET at = at - interval '31 days'")
        self.accept(None)
        self.env["integration.refusal"]._gc_refusals()
        self.assertEqual(len(self.refused()), 1)

    def test_rights(self):
        self.accept(None)
        refusals = self.env["integration.refusal"]
        operator = self._create_user("group_operator")
        self.assertTrue(refusals.with_user(operator).search([]))
        foreign = self._create_user("group_operator", self.strange)
        self.assertFalse(refusals.with_user(foreign).search([("system_id", "!=", False)]))
        for user in (self._create_user("group_user"), self.system.user_id):
            with self.assertRaises(AccessError):
                refusals.with_user(user).search([])
        for operation in ("create", "write", "unlink"):
            self.assertFalse(refusals.with_user(operator).has_access(operation))

    def test_contract_is_restored(self):
        self.assertFalse(get(PING).sensitive)


@tagged("post_install", "-at_install")
class TestKeyUse(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "gateway", 30)

    call = TestHttp.call

    def codes(self):
        self.env.invalidate_all()
        refusals = self.env["integration.refusal"].search([], order="id")
        return [(one.code, one.system_id) for one in refusals]

    def test_use_of_bad_keys_is_seen(self):
        nobody = self.env["integration.system"]
        self.call(body=event("1"), key="cik_" + "A" * 43)
        self.system.key_ids.action_revoke()
        self.call(body=event("1"))
        self.assertEqual(self.codes(), [("key.unknown", nobody), ("key.revoked", self.system)])
        refusal = self.env["integration.refusal"].search([("code", "=", "key.revoked")])
        self.assertEqual((refusal.text, refusal.address), ("gateway", "127.0.0.1"))

    def test_expired(self):
        self.env.cr.execute("UPDATE integration_api_key SET expires_at = '2020-01-01'")
        self.call(body=event("1"))
        self.assertEqual(self.codes(), [("key.expired", self.system)])

    def test_malformed_call_is_seen(self):
        self.call(body=b"{")
        self.call(body=event("1"), content_type="text/plain")
        self.assertEqual(
            self.codes(), [("schema.json", self.system), ("call.media_type", self.system)]
        )

    def test_audit_of_credentials(self):
        self.env["integration.signature.key"]._generate(self.system, "hook")
        self.system.signature_key_ids.action_replace()
        self.system.signature_key_ids[0].action_revoke()
        self.system.key_ids.action_revoke()
        entries = self.env["integration.audit.entry"].search(
            [("system_id", "=", self.system.id), ("res_model", "like", "integration.%key")],
            order="id",
        )
        self.assertEqual(
            entries.mapped("step"),
            [
                "key.created",
                "signature_key.created",
                "signature_key.created",
                "signature_key.replaced",
                "signature_key.revoked",
                "key.revoked",
            ],
        )
        self.assertNotIn(self.key, "".join(entries.mapped("data")))
        self.assertNotIn("whsec_", "".join(entries.mapped("data")))

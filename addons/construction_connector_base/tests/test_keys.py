# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import Form, tagged

from ..models.integration_api_key import hash_key
from .common import IntegrationCase


@tagged("post_install", "-at_install")
class TestKeys(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Key = cls.env["integration.api.key"]
        cls.manager = cls._create_user("group_manager")
        cls.clear = cls.Key._generate(cls.system, "gateway", 30)
        cls.key = cls.system.key_ids

    def test_key_identifies_its_system(self):
        identity = self.Key._authenticate(self.clear)
        self.assertEqual(identity.system_id, self.system.id)
        self.assertEqual(identity.user_id, self.system.user_id.id)

    def test_form_of_the_key(self):
        self.assertRegex(self.clear, r"^cik_[A-Za-z0-9_-]{43}$")
        self.assertTrue(self.clear.startswith(self.key.prefix))

    def test_only_the_hash_is_stored(self):
        self.env.cr.execute("SELECT * FROM integration_api_key WHERE id = %s", [self.key.id])
        row = self.env.cr.fetchone()
        self.assertNotIn(self.clear, map(str, row))
        self.assertIn(hash_key(self.clear), row)

    def test_hash_cannot_be_read(self):
        key = self.key.with_user(self.manager)
        with self.assertRaises(AccessError):
            key.read(["key_hash"])
        with self.assertRaises(UserError):
            key.export_data(["key_hash"])
        with self.assertRaises(AccessError):
            key.search([("key_hash", "=like", "a%")])

    def test_wrong_keys(self):
        for wrong in ("", "cik_", self.clear[:-1], self.clear + "A", "cik_" + "A" * 43, "x" * 9999):
            with self.subTest(wrong[:10]):
                self.assertIsNone(self.Key._authenticate(wrong))

    def test_revoked(self):
        self.key.with_user(self.manager).action_revoke()
        self.env.flush_all()
        self.assertIsNone(self.Key._authenticate(self.clear))
        self.assertEqual(self.system.key_count, 0)

    def test_expired(self):
        self.key.sudo().expires_at = self.env.cr.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertIsNone(self.Key._authenticate(self.clear))

    def test_archived_system(self):
        self.system.active = False
        self.env.flush_all()
        self.assertIsNone(self.Key._authenticate(self.clear))

    def test_archived_service_user(self):
        self.system.user_id.active = False
        self.env.flush_all()
        self.assertIsNone(self.Key._authenticate(self.clear))

    def test_use_is_noted_once_an_hour(self):
        self.Key._authenticate(self.clear)
        self.env.invalidate_all()
        noted = self.key.last_used_at
        self.assertTrue(noted)
        self.key.sudo().last_used_at = noted - timedelta(minutes=59)
        self.env.flush_all()
        self.Key._authenticate(self.clear)
        self.env.invalidate_all()
        self.assertEqual(self.key.last_used_at, noted - timedelta(minutes=59))

    def test_judging_a_key_is_one_query(self):
        self.Key._authenticate(self.clear)
        with self.assertQueryCount(1):
            self.assertTrue(self.Key._authenticate(self.clear))

    def test_validity_has_limits(self):
        for days in (0, -5, 99_999):
            with self.subTest(days), self.assertRaises(UserError):
                self.Key._generate(self.system, "x", days)

    def test_only_managers_issue_keys(self):
        operator = self._create_user("group_operator")
        with self.assertRaises(AccessError):
            self.Key.with_user(operator)._generate(self.system.with_user(operator), "x", 30)

    def test_manager_of_another_company_issues_none(self):
        foreign = self._create_user("group_manager", self.strange)
        with self.assertRaises(AccessError):
            self.Key.with_user(foreign)._generate(self.system.with_user(foreign), "x", 30)

    def test_manager_cannot_prolong_a_key(self):
        with self.assertRaises(AccessError):
            self.key.with_user(self.manager).expires_at = "2099-01-01"

    def test_wizard_shows_the_key_once(self):
        wizard = Form(
            self.env["integration.api.key.new"]
            .with_user(self.manager)
            .with_context(default_system_id=self.system.id)
        )
        wizard.name = "second gateway"
        action = wizard.save().action_generate()
        key = action["context"]["default_key"]
        self.assertEqual(self.Key._authenticate(key).system_id, self.system.id)
        shown = self.env[action["res_model"]].with_user(self.manager)
        filled = shown.with_context(**action["context"]).onchange({}, [], {"key": {}})
        self.assertEqual(filled["value"]["key"], key)
        with self.assertRaisesRegex(UserError, "not stored"):
            shown.create({"key": key})

    def test_service_user_cannot_log_in(self):
        user = self.system.user_id
        user.password = "correct horse battery staple"
        credential = {
            "type": "password",
            "login": user.login,
            "password": "correct horse battery staple",
        }
        with self.assertRaises(AccessDenied):
            user.with_user(user)._check_credentials(credential, {"interactive": True})

    def test_person_can_still_log_in(self):
        self.manager.password = "correct horse battery staple"
        credential = {
            "type": "password",
            "login": self.manager.login,
            "password": "correct horse battery staple",
        }
        info = self.manager.with_user(self.manager)._check_credentials(
            credential, {"interactive": False}
        )
        self.assertEqual(info["uid"], self.manager.id)

    def test_service_user_gets_no_odoo_key(self):
        with self.assertRaisesRegex(AccessError, "no Odoo key"):
            self.env["res.users.apikeys"].with_user(self.system.user_id).sudo()._generate(
                None, "x", None
            )

    def test_its_key_is_no_odoo_key(self):
        self.assertFalse(
            self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=self.clear)
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ..core.signature import (
    ID,
    SIGNATURE,
    TIMESTAMP,
    TOLERANCE,
    Verdict,
    is_secret,
    judge,
    new_secret,
    sign,
)
from .common import IntegrationCase

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = 1_614_265_330


@tagged("post_install", "-at_install")
class TestSignatureCore(BaseCase):
    def test_example_of_the_specification(self):
        headers = sign([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", NOW, b'{"test": 2432232314}')
        self.assertEqual(headers[SIGNATURE], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")

    @given(st.text(), st.integers(-TOLERANCE, TOLERANCE))
    def test_what_is_signed_is_valid(self, text, age):
        body = text.encode(errors="ignore")
        headers = sign([SECRET], "id", NOW - age, body)
        self.assertEqual(judge(headers, body, [SECRET], NOW).verdict, Verdict.VALID)
        Webhook(SECRET).sign("id", fields.Datetime.now(), text)

    @given(st.text(), st.text(), st.text(), st.binary())
    def test_nothing_raises(self, id_, timestamp, signature, body):
        headers = {ID: id_, TIMESTAMP: timestamp, SIGNATURE: signature}
        self.assertIsNot(judge(headers, body, [SECRET], NOW).verdict, Verdict.VALID)

    def test_either_key_is_enough(self):
        old, new = new_secret(), new_secret()
        headers = sign([new, old], "id", NOW, b"x")
        for known in ([old], [new], [new_secret(), old]):
            self.assertEqual(judge(headers, b"x", known, NOW).verdict, Verdict.VALID)
        self.assertEqual(judge(headers, b"x", [], NOW).verdict, Verdict.INVALID)

    def test_secrets(self):
        self.assertTrue(is_secret(new_secret()))
        for wrong in ("", "whsec_", "whsec_QQ==", "x" + SECRET, SECRET + "é", "whsec_" + "A" * 99):
            with self.subTest(wrong):
                self.assertFalse(is_secret(wrong))


@tagged("post_install", "-at_install")
class TestSignatureKeys(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Key = cls.env["integration.signature.key"]
        cls.manager = cls._create_user("group_manager")

    def sign(self, secret, at=None):
        return sign([secret], "id", int(time.time()) if at is None else at, b"x")

    def test_sign_and_verify(self):
        self.Key._generate(self.system, "hook")
        headers = self.system._sign_webhook("id", int(time.time()), b"x")
        self.assertTrue(self.system._verify_webhook(headers, b"x"))
        self.assertFalse(self.system._verify_webhook(headers, b"y"))
        self.env.invalidate_all()
        self.assertTrue(self.system.signature_key_ids.last_used_at)

    def test_other_system(self):
        secret = self.Key._generate(self._create_system("other"), "hook")
        self.assertFalse(self.system._verify_webhook(self.sign(secret), b"x"))

    def test_nothing_to_sign_with(self):
        with self.assertRaisesRegex(UserError, "no valid signature key"):
            self.system._sign_webhook("id", 1, b"x")

    def test_replaced_key_stays_for_a_week(self):
        old = self.Key._generate(self.system, "hook")
        key = self.system.signature_key_ids
        action = key.with_user(self.manager).action_replace()
        new = action["context"]["default_key"]
        self.assertNotEqual(old, new)
        for secret in (old, new):
            self.assertTrue(self.system._verify_webhook(self.sign(secret), b"x"))
        signed = self.system._sign_webhook("id", NOW, b"x")
        self.assertEqual(len(signed[SIGNATURE].split(" ")), 2)
        key.sudo().valid_until = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertFalse(self.system._verify_webhook(self.sign(old), b"x"))
        self.assertTrue(self.system._verify_webhook(self.sign(new), b"x"))

    def test_revoked(self):
        secret = self.Key._generate(self.system, "hook")
        self.system.signature_key_ids.with_user(self.manager).action_revoke()
        self.env.flush_all()
        self.assertFalse(self.system._verify_webhook(self.sign(secret), b"x"))

    def test_secret_cannot_be_read(self):
        secret = self.Key._generate(self.system, "hook")
        key = self.system.signature_key_ids.with_user(self.manager)
        with self.assertRaises(AccessError):
            key.read(["encrypted_secret"])
        with self.assertRaises(UserError):
            key.export_data(["encrypted_secret"])
        self.env.flush_all()
        self.env.cr.execute("SELECT k::text FROM integration_signature_key k")
        self.assertNotIn(secret, str(self.env.cr.fetchall()))

    def test_wizard_takes_a_given_secret(self):
        wizard = Form(
            self.env["integration.signature.key.new"]
            .with_user(self.manager)
            .with_context(default_system_id=self.system.id)
        )
        wizard.name = "theirs"
        wizard.secret = SECRET
        record = wizard.save()
        self.env.flush_all()
        self.env.cr.execute("SELECT k::text FROM integration_signature_key_new k")
        self.assertNotIn(SECRET, str(self.env.cr.fetchall()))
        self.assertEqual(record.action_generate()["context"]["default_key"], SECRET)
        self.assertTrue(self.system._verify_webhook(self.sign(SECRET), b"x"))

    def test_no_secret(self):
        with self.assertRaisesRegex(UserError, "whsec_"):
            self.Key._generate(self.system, "x", "password")

    def test_rights(self):
        for user in (
            self._create_user("group_operator"),
            self._create_user("group_manager", self.strange),
        ):
            with self.assertRaises(AccessError):
                self.Key.with_user(user)._generate(self.system.with_user(user), "x")
        self.Key._generate(self.system, "x")
        key = self.system.signature_key_ids.with_user(self.manager)
        with self.assertRaises(AccessError):
            key.valid_until = "2099-01-01"
        with self.assertRaises(AccessError):
            key.with_user(self._create_user("group_manager", self.strange, login="far")).read()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..core.vault import BadKey, MissingKey, Undecryptable, Vault, new_key, open_vault, parse_keys
from ..models.integration_vault import ROTATED_TO
from .common import IntegrationCase, use_master_keys

OLD, NEW, STRANGE = new_key(), new_key(), new_key()


@tagged("post_install", "-at_install")
class TestVaultCore(BaseCase):
    @given(st.text())
    def test_what_is_encrypted_comes_back_and_does_not_show(self, text):
        vault = Vault([NEW])
        token = vault.encrypt(text)
        self.assertEqual(vault.decrypt(token), text)
        if len(text) > 3:
            self.assertNotIn(text, token)

    def test_older_keys_still_decrypt(self):
        token = Vault([OLD]).encrypt("x")
        self.assertEqual(Vault([NEW, OLD]).decrypt(token), "x")

    def test_newest_key_encrypts(self):
        token = Vault([NEW, OLD]).encrypt("x")
        self.assertEqual(Vault([NEW]).decrypt(token), "x")

    def test_rotation_leaves_what_is_new(self):
        vault = Vault([NEW, OLD])
        self.assertIsNone(vault.rotate(vault.encrypt("x")))
        renewed = vault.rotate(Vault([OLD]).encrypt("x"))
        self.assertEqual(Vault([NEW]).decrypt(renewed), "x")

    def test_strange_tokens(self):
        vault = Vault([NEW])
        for token in ("", "x", "é", "gAAAAA==", Vault([STRANGE]).encrypt("x")):
            with self.subTest(token):
                self.assertRaises(Undecryptable, vault.decrypt, token)
                self.assertRaises(Undecryptable, vault.rotate, token)

    def test_changed_token_is_refused(self):
        vault = Vault([NEW])
        token = vault.encrypt("amount 1")
        middle = len(token) // 2
        changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
        self.assertRaises(Undecryptable, vault.decrypt, changed)

    def test_settings(self):
        self.assertRaises(MissingKey, open_vault, " , ")
        self.assertEqual(parse_keys(f" {NEW},{OLD} "), (NEW, OLD))
        with self.assertRaises(BadKey) as caught:
            open_vault(f"{NEW},nonsense")
        self.assertEqual(caught.exception.position, 2)

    def test_errors_and_names_tell_nothing(self):
        with self.assertRaises(BadKey) as caught:
            open_vault(f"{NEW},nonsense")
        vault = Vault([NEW])
        for shown in (str(caught.exception), repr(vault), vault.fingerprint):
            self.assertNotIn("nonsense", shown)
            self.assertNotIn(NEW[:8], shown)


@tagged("post_install", "-at_install")
class TestVault(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.vault = self.env["integration.vault"]
        use_master_keys(self, OLD)

    def hold_secret(self, token):
        """Let a column hold a token and take part in rotations."""
        partner = self.env["res.partner"].create({"name": "Vendor", "ref": token})
        self.env.flush_all()
        self.patch(type(self.vault), "_encrypted_fields", lambda vault: [("res.partner", "ref")])
        self.env.cr.execute("UPDATE res_partner SET ref = NULL WHERE id != %s", [partner.id])
        return partner

    def rotate(self):
        cron = self.env.ref("construction_connector_base.ir_cron_vault_rotate")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def rotations(self):
        return self.env["integration.audit.entry"].search([("step", "=", "secrets.rotated")])

    def test_round_trip(self):
        token = self.vault._encrypt("s3cret")
        self.assertNotIn("s3cret", token)
        self.assertEqual(self.vault._decrypt(token), "s3cret")

    def test_missing_key(self):
        token = self.vault._encrypt("s3cret")
        use_master_keys(self)
        self.assertFalse(self.vault._has_key())
        for call in (lambda: self.vault._encrypt("x"), lambda: self.vault._decrypt(token)):
            with self.assertRaisesRegex(UserError, "no master key"):
                call()

    def test_lost_key(self):
        token = self.vault._encrypt("s3cret")
        use_master_keys(self, STRANGE)
        with self.assertRaisesRegex(UserError, "cannot be decrypted"):
            self.vault._decrypt(token)

    def test_bad_key_is_named_by_its_position(self):
        use_master_keys(self, NEW, "nonsense")
        with self.assertRaisesRegex(UserError, "number 2") as caught:
            self.vault._encrypt("x")
        self.assertNotIn("nonsense", str(caught.exception))

    def test_rotation(self):
        partner = self.hold_secret(self.vault._encrypt("s3cret"))
        use_master_keys(self, NEW, OLD)
        self.rotate()
        use_master_keys(self, NEW)
        self.assertEqual(self.vault._decrypt(partner.ref), "s3cret")
        self.assertIn('"rotated":1', self.rotations()[0].data)

    def test_rotation_happens_once_per_key(self):
        self.hold_secret(self.vault._encrypt("s3cret"))
        self.rotate()
        self.rotate()
        self.assertEqual(len(self.rotations()), 1)

    def test_what_cannot_be_read_is_left_and_told(self):
        partner = self.hold_secret(Vault([STRANGE]).encrypt("x"))
        before = partner.ref
        with mute_logger("odoo.addons.construction_connector_base.models.integration_vault"):
            self.rotate()
        self.assertEqual(partner.ref, before)
        self.assertIn('"unreadable":1', self.rotations()[0].data)
        self.assertFalse(self.env["ir.config_parameter"].get_param(ROTATED_TO))

    def test_only_managers_rotate(self):
        with self.assertRaises(AccessError):
            self.env["integration.vault.rotate"].with_user(
                self._create_user("group_operator")
            ).create({})
        wizard = (
            self.env["integration.vault.rotate"]
            .with_user(self._create_user("group_manager"))
            .create({})
        )
        self.assertEqual((wizard.key_count, wizard.rotated_to), (1, False))
        self.env["ir.config_parameter"].set_param(ROTATED_TO, "x")
        wizard.action_rotate()
        self.assertFalse(self.env["ir.config_parameter"].get_param(ROTATED_TO))

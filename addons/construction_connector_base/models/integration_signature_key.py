# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from collections.abc import Mapping
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.signature import Judgement, Verdict, fingerprint, is_secret, judge, new_secret
from .integration_credential import USED_EVERY

#: Days for which a replaced key stays valid, so that the other side has time to change it.
OVERLAP_DAYS = 7


class IntegrationSignatureKey(models.Model):
    """A secret that we share with a system: each signs with it what it sends to the other."""

    _name = "integration.signature.key"
    _description = "Signature Key"
    _inherit = ["integration.credential"]
    _order = "valid_from desc, id desc"

    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    fingerprint = fields.Char(readonly=True, help="Tells keys apart. It is no part of the secret.")
    encrypted_secret = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    valid_from = fields.Datetime(required=True, readonly=True)
    valid_until = fields.Datetime(readonly=True, help="Empty: until it is replaced or revoked.")

    @api.model
    def _audit_noun(self):
        return "signature_key"

    @api.model
    def _generate(self, system, name: str, secret: str | None = None) -> str:
        """Create a key for the system, with a fresh secret or a given one; return the secret.

        It cannot be read again. Raises ``UserError`` if the secret is none.
        """
        secret = (secret or "").strip() or new_secret()
        if not is_secret(secret):
            raise UserError(
                self.env._(
                    "This is no secret of Standard Webhooks: it begins with whsec_ and goes on "
                    "with 24 to 64 bytes in base64."
                )
            )
        self.check_access("create")
        system.check_access("write")
        # sudo: only the encrypted secret needs it, which nobody may touch; the right was checked
        key = self.sudo().create(self._prepare_values(system, name, secret))
        key.with_env(self.env)._note_event("created", fingerprint=key.fingerprint)
        return secret

    @api.model
    def _prepare_values(self, system, name: str, secret: str) -> dict:
        return {
            "system_id": system.id,
            "name": name,
            "fingerprint": fingerprint(secret),
            "encrypted_secret": self.env["integration.vault"]._encrypt(secret),
            "valid_from": fields.Datetime.now(),
        }

    def action_replace(self):
        """Make a key that takes this one's place; this one stays valid for a week."""
        self.ensure_one()
        # whoever may issue a key may replace it
        self.check_access("create")
        secret = self._generate(self.system_id, self.name)
        # sudo: replaces the right to write keys, which would also prolong them
        self.sudo().valid_until = fields.Datetime.now() + timedelta(days=OVERLAP_DAYS)
        self._note_event("replaced", overlap_days=OVERLAP_DAYS)
        return self._show(secret)

    def action_revoke(self):
        """Neither accept nor make signatures with the keys from now on; for good."""
        # whoever may issue a key may revoke it; nobody may write one otherwise
        self.check_access("create")
        # sudo: replaces the right to write keys
        self.sudo().revoked = True
        self._note_event("revoked")

    @api.model
    def _show(self, secret: str) -> dict:
        """The window that shows a secret once."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Secret Is Ready"),
            "res_model": "integration.api.key.show",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": secret},
        }

    @api.model
    def _secrets(self, system) -> list[tuple[int, bool, str]]:
        """Id, whether its use should be noted, and secret of each valid key; newest first."""
        # plain SQL: secrets are for nobody's rights to read; only this code uses them
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, last_used_at IS NULL
                           OR last_used_at < clock_timestamp() at time zone 'UTC' - %s * interval '1 second',
                       encrypted_secret
                  FROM integration_signature_key
                 WHERE system_id = %s AND revoked IS NOT TRUE
                   AND valid_from <= clock_timestamp() at time zone 'UTC'
                   AND (valid_until IS NULL OR valid_until > clock_timestamp() at time zone 'UTC')
                 ORDER BY valid_from DESC, id DESC
                """,
                USED_EVERY.total_seconds(),
                system.id,
            )
        )
        decrypt = self.env["integration.vault"]._decrypt
        return [(id_, is_stale, decrypt(token)) for id_, is_stale, token in rows]

    @api.model
    def _judge(self, system, headers: Mapping[str, str], body: bytes) -> Judgement:
        """Judge the signature of a call of the system; notes the use of the key."""
        known = self._secrets(system)
        judgement = judge(headers, body, [secret for _id, _stale, secret in known], time.time())
        if judgement.verdict is Verdict.VALID:
            id_, is_stale, _secret = known[judgement.secret_index]
            if is_stale:
                self._note_use(id_)
        return judgement

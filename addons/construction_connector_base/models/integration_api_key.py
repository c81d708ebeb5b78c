# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .integration_credential import USED_EVERY

PREFIX = "cik_"
KEY = re.compile(r"cik_[A-Za-z0-9_-]{43}")
SHOWN = 12
MAX_DAYS = 3650


@dataclass(frozen=True)
class Identity:
    """Whose key it is, and the language in which that user is answered."""

    key_id: int
    system_id: int
    user_id: int
    lang: str | None


def hash_key(key: str) -> str:
    """SHA-256 of a key. Its 256 random bits need no slow hash; an index finds it."""
    return hashlib.sha256(key.encode()).hexdigest()


class IntegrationApiKey(models.Model):
    """A key with which a system identifies itself; it is shown once and kept as a hash."""

    _name = "integration.api.key"
    _description = "Integration Key"
    _inherit = ["integration.credential"]
    _order = "id desc"

    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    prefix = fields.Char("Key", readonly=True, help="The first characters, to tell keys apart.")
    key_hash = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    expires_at = fields.Datetime(required=True, readonly=True)

    # _authenticate
    _hash_uniq = models.UniqueIndex("(key_hash)", "This key exists already.")

    def _is_valid(self, now: datetime) -> bool:
        self.ensure_one()
        return not self.revoked and self.expires_at > now

    @api.model
    def _generate(self, system, name: str, days: int) -> str:
        """Create a key for the system, valid for ``days``; return it. It cannot be read again."""
        if not 1 <= days <= MAX_DAYS:
            raise UserError(
                self.env._(
                    "A key can be valid for 1 to %(most)s days, not for %(days)s.",
                    most=MAX_DAYS,
                    days=days,
                )
            )
        self.check_access("create")
        system.check_access("write")
        key = PREFIX + secrets.token_urlsafe(32)
        # sudo: only the hash needs it, which nobody may touch; the right was checked above
        created = self.sudo().create(
            {
                "system_id": system.id,
                "name": name,
                "prefix": key[:SHOWN],
                "key_hash": hash_key(key),
                "expires_at": fields.Datetime.now() + timedelta(days=days),
            }
        )
        created.with_env(self.env)._note_event("created", prefix=created.prefix, days=days)
        system.message_post(
            body=self.env._(
                "The key %(name)s (%(prefix)s…) was created, valid for %(days)s days.",
                name=name,
                prefix=key[:SHOWN],
                days=days,
            )
        )
        return key

    def action_revoke(self):
        """Refuse the keys from now on; for good."""
        # whoever may issue a key may revoke it; nobody may write one otherwise
        self.check_access("create")
        # sudo: replaces the right to write keys, which would also prolong or revive them
        self.sudo().revoked = True
        self._note_event("revoked")
        for key in self:
            key.system_id.message_post(
                body=self.env._("The key %(name)s (%(prefix)s…) was revoked.",
                                name=key.name, prefix=key.prefix)
            )  # fmt: skip

    @api.model
    def _authenticate(self, key: str) -> Identity | None:
        """Whose valid key this is, or None. Notes the use at most once an hour."""
        if not KEY.fullmatch(key):
            return None
        # plain SQL: nobody is identified yet, so there is nobody whose rights could apply
        rows = self.env.execute_query(
            SQL(
                """
                SELECT k.id, k.system_id, s.user_id, p.lang,
                       COALESCE(k.last_used_at < now() at time zone 'UTC' - %s, true)
                  FROM integration_api_key k
                  JOIN integration_system s ON s.id = k.system_id AND s.active
                  JOIN res_users u ON u.id = s.user_id AND u.active
                  JOIN res_partner p ON p.id = u.partner_id
                 WHERE k.key_hash = %s AND k.revoked IS NOT TRUE
                   AND k.expires_at > now() at time zone 'UTC'
                """,
                USED_EVERY,
                hash_key(key),
            )
        )
        if not rows:
            return None
        key_id, system_id, user_id, lang, is_stale = rows[0]
        if is_stale:
            self._note_use(key_id)
        return Identity(key_id, system_id, user_id, lang)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import secrets

from odoo import api, fields, models
from odoo.tools import SQL

DIGEST = "digest"


class IntegrationDataKey(models.Model):
    """Random keys that never change, kept encrypted: what is made with them outlives a rotation."""

    _name = "integration.data.key"
    _description = "Data Key"

    name = fields.Char(required=True, readonly=True)
    encrypted_key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)

    _name_uniq = models.UniqueIndex("(name)", "This data key exists already.")

    @api.model
    def _digest_key(self) -> bytes:
        """The key of the digests of sensitive events; made when it is first needed."""
        return base64.b64decode(self.env["integration.vault"]._decrypt(self._token(DIGEST)))

    @api.model
    def _token(self, name: str) -> str:
        # plain SQL: two calls may need the first key at the same moment, the index decides;
        # and nobody has a right to this table
        query = SQL("SELECT encrypted_key FROM integration_data_key WHERE name = %s", name)
        found = self.env.execute_query(query)
        if found:
            return found[0][0]
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        token = self.env["integration.vault"]._encrypt(key)
        self.env.cr.execute(
            "INSERT INTO integration_data_key (name, encrypted_key) VALUES (%s, %s)",
            [name, token],
        )
        return token

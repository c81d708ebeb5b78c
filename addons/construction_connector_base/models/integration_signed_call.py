# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.signature import TOLERANCE

#: Calls that one clean-up removes at most.
BATCH = 100_000


class IntegrationSignedCall(models.Model):
    """Signed calls of the last minutes, so that an id cannot be used for a second body."""

    _name = "integration.signed.call"
    _description = "Signed Call"
    _log_access = False

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade")
    webhook_id = fields.Char(required=True)
    body_digest = fields.Char(required=True)
    at = fields.Datetime(required=True)

    # _admit
    _webhook_id_uniq = models.UniqueIndex("(system_id, webhook_id)")
    # _gc_signed_calls
    _at_idx = models.Index("(at)")

    @api.model
    def _admit(self, system, webhook_id: str, body: bytes) -> bool:
        """Note a call whose signature is valid; whether it is new, or the same once more.

        A repeated call with the same body is an honest retry: the door answers it as before.
        """
        digest = hashlib.sha256(body).hexdigest()
        # plain SQL: the unique index is the judge, also of calls that come at the same moment
        query = SQL(
            """
            INSERT INTO integration_signed_call (system_id, webhook_id, body_digest, at)
            VALUES (%s, %s, %s, now() at time zone 'UTC')
            ON CONFLICT (system_id, webhook_id) DO NOTHING RETURNING id
            """,
            system.id,
            webhook_id,
            digest,
        )
        if self.env.execute_query(query):
            return True
        known = SQL(
            """
            SELECT body_digest FROM integration_signed_call
             WHERE system_id = %s AND webhook_id = %s
            """,
            system.id,
            webhook_id,
        )
        return self.env.execute_query(known) == [(digest,)]

    @api.autovacuum
    def _gc_signed_calls(self):
        # plain SQL: a busy system leaves some hundred thousand rows a day
        self.env.cr.execute(
            """
            DELETE FROM integration_signed_call WHERE id IN (
                SELECT id FROM integration_signed_call
                 WHERE at < now() at time zone 'UTC' - %s * interval '1 second' LIMIT %s)
            """,
            [2 * TOLERANCE, BATCH],
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == BATCH

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection, Sequence

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..core.retention import id_hash


class IntegrationMessageTombstone(models.Model):
    """What is left of a deleted message, so that the same one is never taken twice."""

    _name = "integration.message.tombstone"
    _description = "Deleted Message"
    _rec_name = "uuid"
    _order = "id desc"
    _log_access = False

    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    id_hash = fields.Char("Hash of the ID", required=True, readonly=True)
    uuid = fields.Char("Message ID", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    deleted_at = fields.Datetime(required=True, readonly=True)

    # the door: was this message known once?
    _id_hash_uniq = models.UniqueIndex("(system_id, id_hash)")

    @api.model
    def _bury(self, ids: Sequence[int]) -> None:
        """Keep what is needed of inbound messages that are about to be deleted."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT system_id, company_id, external_id, uuid, digest FROM integration_message
                 WHERE id = ANY(%s) AND direction = 'inbound'
                """,
                list(ids),
            )
        )
        if not rows:
            return
        # plain SQL: one statement for the bulk; nobody has a right to write these
        self.env.cr.execute_values(
            """
            INSERT INTO integration_message_tombstone (
                system_id, company_id, id_hash, uuid, digest, deleted_at)
            VALUES %s ON CONFLICT (system_id, id_hash) DO NOTHING
            """,
            [
                (system_id, company_id, id_hash(external_id), uuid_, digest)
                for system_id, company_id, external_id, uuid_, digest in rows
            ],
            template="(%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC')",
            page_size=len(rows),
        )
        if not all(self._has_any(system_id) for system_id in {row[0] for row in rows}):
            self.env.registry.clear_cache()

    @api.model
    def _find(self, system_id: int, external_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Public id and digest of deleted messages of the system, by external id.

        Costs nothing as long as no message of the system was ever deleted.
        """
        if not external_ids or not self._has_any(system_id):
            return {}
        hashes = {id_hash(external_id): external_id for external_id in external_ids}
        # plain SQL: a service user has no right to read these, the door judges for it
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id_hash, uuid, digest FROM integration_message_tombstone
                 WHERE system_id = %s AND id_hash = ANY(%s)
                """,
                system_id,
                list(hashes),
            )
        )
        return {hashes[hash_]: (uuid_, digest) for hash_, uuid_, digest in rows}

    @tools.ormcache("system_id")
    def _has_any(self, system_id: int) -> bool:
        query = SQL(
            "SELECT EXISTS (SELECT FROM integration_message_tombstone WHERE system_id = %s)",
            system_id,
        )
        return self.env.execute_query(query)[0][0]

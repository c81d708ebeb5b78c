# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, models
from odoo.tools import SQL

from ..core.lanes import Claimed, Lane, in_sequence

#: Messages that one drain takes at most.
BATCH = 500


class IntegrationClaim(models.AbstractModel):
    """Which messages of a lane a drain may take, and which it must leave to another or to later."""

    _name = "integration.claim"
    _description = "Message Claim"

    @api.model
    def _claim(self, lane: Lane) -> list[Claimed]:
        """Lock due messages whose ordering keys no other drain holds: urgent keys first.

        Within a key they come in the order of arrival, or in the sender's own where it counts its
        messages. Both queries run on partial indexes, which hold queued messages only.
        """
        self.env.flush_all()
        keys = self._lock_keys(lane)
        if not keys:
            return []
        query = SQL(
            """
            WITH blocked AS MATERIALIZED (%(blocked)s),
            first AS MATERIALIZED (
                SELECT due.id, key.priority
                  FROM unnest(%(keys)s, %(priorities)s) AS key(ordering_key, priority),
                       LATERAL (SELECT m.id FROM integration_message m
                                 WHERE %(due)s AND m.ordering_key = key.ordering_key
                                 ORDER BY m.id LIMIT %(batch)s) due
                 ORDER BY key.priority, due.id LIMIT %(batch)s
            )
            SELECT m.id, m.ordering_key, m.type, m.document_key, m.sequence::bigint
              FROM integration_message m JOIN first ON first.id = m.id
             ORDER BY first.priority, m.id FOR UPDATE OF m SKIP LOCKED
            """,
            blocked=self._sql_blocked(lane),
            due=self._sql_due(lane),
            keys=list(keys),
            priorities=list(keys.values()),
            batch=BATCH,
        )
        return in_sequence([Claimed(*row) for row in self.env.execute_query(query)])

    @api.model
    def _lock_keys(self, lane: Lane) -> dict[str, int]:
        """Lock ordering keys with due messages; each with the priority of its most urgent one."""
        query = SQL(
            """
            WITH blocked AS MATERIALIZED (%(blocked)s),
            due AS MATERIALIZED (
                SELECT m.ordering_key, m.priority FROM integration_message m
                 WHERE %(due)s ORDER BY m.priority, m.id LIMIT %(batch)s
            ), keys AS MATERIALIZED (
                SELECT ordering_key, min(priority) AS priority FROM due GROUP BY ordering_key
            )
            SELECT ordering_key, priority FROM keys WHERE pg_try_advisory_xact_lock(%(lock)s)
            """,
            blocked=self._sql_blocked(lane),
            due=self._sql_due(lane),
            batch=BATCH,
            lock=self._sql_lock(lane, SQL("ordering_key")),
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _hold_keys(self, messages) -> None:
        """Keep drains off the ordering keys of these messages until this transaction ends.

        Else a drain would pass over a message that is being changed, to what follows it.
        """
        places = {
            (Lane(message.company_id.id, message.system_id.id, message.workflow), key)
            for message in messages
            for key in [message.ordering_key]
        }
        locks = [self._sql_lock(lane, SQL("%s::text", key)) for lane, key in places]
        # in one order for all who do this, so that no two wait for each other
        self.env.execute_query(
            SQL(
                """
                SELECT count(pg_advisory_xact_lock(key)) FROM (
                    SELECT key FROM unnest(ARRAY[%s]) AS key ORDER BY key) AS keys
                """,
                SQL(", ").join(locks),
            )
        )

    @api.model
    def _sql_lock(self, lane: Lane, ordering_key: SQL) -> SQL:
        """The advisory lock of an ordering key."""
        return SQL("hashtextextended(%s || ':' || %s, 0)", lane.identity, ordering_key)

    @api.model
    def _sql_blocked(self, lane: Lane) -> SQL:
        """Ordering keys of which a message waits for its next try: what is later must wait."""
        return SQL(
            """
            SELECT ordering_key, min(id) AS id, min(sequence::bigint) AS sequence
              FROM integration_message
             WHERE (company_id, system_id, workflow) = %s
               AND state IN ('retry', 'pending', 'unknown')
               AND due_at > clock_timestamp() AT TIME ZONE 'UTC'
             GROUP BY ordering_key
            """,
            tuple(lane),
        )

    @api.model
    def _sql_due(self, lane: Lane) -> SQL:
        """Condition on ``m``: a message of the lane that may be applied now."""
        return SQL(
            """
            (m.company_id, m.system_id, m.workflow) = %s
            AND m.state IN ('received', 'retry', 'pending', 'unknown')
            AND m.due_at <= clock_timestamp() AT TIME ZONE 'UTC'
            AND NOT EXISTS (SELECT FROM blocked b
                             WHERE b.ordering_key = m.ordering_key
                               AND (b.id < m.id OR b.sequence < m.sequence::bigint))
            """,
            tuple(lane),
        )

    @api.model
    def _remaining(self, lane: Lane) -> tuple[bool, datetime | None]:
        """Whether messages of the lane are still due, and when the next one will be."""
        query = SQL(
            """
            WITH blocked AS MATERIALIZED (%(blocked)s)
            SELECT EXISTS (SELECT FROM integration_message m WHERE %(due)s),
                   (SELECT min(due_at) FROM integration_message
                     WHERE (company_id, system_id, workflow) = %(lane)s
                       AND state IN ('retry', 'pending', 'unknown')
                       AND due_at > clock_timestamp() AT TIME ZONE 'UTC')
            """,
            blocked=self._sql_blocked(lane),
            due=self._sql_due(lane),
            lane=tuple(lane),
        )
        return self.env.execute_query(query)[0]

    @api.model
    def _is_draining(self, message) -> bool:
        """Whether a drain holds the ordering key of a queued message right now."""
        lane = Lane(message.company_id.id, message.system_id.id, message.workflow)
        query = SQL(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                 WHERE locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND (classid::bigint << 32) | objid::bigint = %s)
            """,
            self._sql_lock(lane, SQL("%s", message.ordering_key)),
        )
        return self.env.execute_query(query)[0][0]

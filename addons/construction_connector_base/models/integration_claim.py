# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection
from datetime import datetime

from odoo import api, models
from odoo.tools import SQL

from ..core.lanes import Claimed, Lane, in_sequence

#: Messages that one drain takes at most.
BATCH = 500
#: Due messages, foremost first, among which it looks for keys that no other drain holds.
HORIZON = 10 * BATCH


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
        """Lock the foremost free keys, until they have a batch of due messages together.

        Not one more: other drains of the lane find the rest free. Each key comes with the priority
        of its most urgent message.
        """
        free = self._free_keys(lane)
        if not free:
            return {}
        keys = list(free)
        key = SQL("(%s::text[])[t.place + 1]", keys)
        # One key a step: a lock that stood as a condition in a plain query might be taken for
        # more rows than are wanted. A step counts no more messages than are still missing.
        query = SQL(
            """
            WITH RECURSIVE blocked AS MATERIALIZED (%(blocked)s),
            tried(place, is_locked, amount) AS (
                SELECT 0, false, 0::bigint
                UNION ALL
                SELECT t.place + 1, this.is_locked, t.amount + CASE WHEN this.is_locked THEN (
                           SELECT count(*) FROM (
                               SELECT FROM integration_message m
                                WHERE %(due)s AND m.ordering_key = %(key)s
                                LIMIT %(batch)s - t.amount) AS missing) ELSE 0 END
                  FROM tried t, LATERAL (SELECT pg_try_advisory_xact_lock(%(lock)s)) this(is_locked)
                 WHERE t.amount < %(batch)s AND t.place < %(number)s
            )
            SELECT place FROM tried WHERE is_locked ORDER BY place
            """,
            blocked=self._sql_blocked(lane),
            due=self._sql_due(lane),
            key=key,
            lock=self._sql_lock(lane, key),
            batch=BATCH,
            number=len(keys),
        )
        locked = [keys[place - 1] for (place,) in self.env.execute_query(query)]
        return {name: free[name] for name in locked}

    @api.model
    def _free_keys(self, lane: Lane) -> dict[str, int]:
        """Keys that a drain may try to lock, foremost first, with their most urgent priority.

        First comes the key with the most urgent message, then the one with the oldest: each key
        becomes the oldest in its time.
        """
        query = SQL(
            """
            WITH blocked AS MATERIALIZED (%(blocked)s), free AS (%(free)s LIMIT %(batch)s)
            SELECT ordering_key, min(priority) FROM free
             GROUP BY ordering_key ORDER BY min(priority), min(id)
            """,
            blocked=self._sql_blocked(lane),
            free=self._sql_free(lane),
            batch=BATCH,
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _has_free_key(self, lane: Lane, besides: Collection[str]) -> bool:
        """Whether another drain would find a key in the lane, besides those that this one holds."""
        query = SQL(
            """
            WITH blocked AS MATERIALIZED (%(blocked)s), free AS (%(free)s)
            SELECT EXISTS (SELECT FROM free WHERE ordering_key <> ALL(%(besides)s))
            """,
            blocked=self._sql_blocked(lane),
            free=self._sql_free(lane),
            besides=list(besides),
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _sql_free(self, lane: Lane) -> SQL:
        """The foremost due messages, without those whose keys others hold at this moment.

        It looks no further than ``HORIZON``: behind a key with very many messages there may be
        free keys that are not seen yet. Needs ``blocked``.
        """
        return SQL(
            """
            SELECT * FROM (
                SELECT m.ordering_key, m.priority, m.id FROM integration_message m
                 WHERE %(due)s ORDER BY m.priority, m.id LIMIT %(horizon)s) AS foremost
             WHERE %(lock)s NOT IN (%(held)s) ORDER BY priority, id
            """,
            due=self._sql_due(lane),
            horizon=HORIZON,
            lock=self._sql_lock(lane, SQL("ordering_key")),
            held=self._sql_held(),
        )

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
        lock = self._sql_lock(lane, SQL("%s", message.ordering_key))
        return self.env.execute_query(SQL("SELECT %s IN (%s)", lock, self._sql_held()))[0][0]

    @api.model
    def _sql_held(self) -> SQL:
        """The advisory locks that other transactions hold in this database at this moment."""
        return SQL(
            """
            SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
             WHERE locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        )

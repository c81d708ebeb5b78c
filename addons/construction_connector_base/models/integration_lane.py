# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID

from ..core.lanes import Claimed, Lane

_logger = logging.getLogger(__name__)

#: A wake-up job that starts this much later still counts as one that starts now.
SOON = timedelta(seconds=2)
#: Between two drains of a lane that is never empty.
PAUSE = timedelta(seconds=1)
#: A message that is due for longer means that nobody drains.
LATE_SECONDS = 300


class IntegrationLane(models.AbstractModel):
    """Wakes lanes and drains them. A job carries no messages, it only wakes a lane."""

    _name = "integration.lane"
    _description = "Message Lane"

    def init(self):
        # A function, because it may ask for a row that was changed since the transaction began
        # and go on: from outside that takes a savepoint, two more round trips in each call.
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION integration_hold_job(
                identity varchar, start timestamp, soon interval) RETURNS boolean AS $$
            BEGIN
                PERFORM FROM queue_job
                  WHERE identity_key = identity AND state = 'pending'
                    AND (eta IS NULL OR eta <= COALESCE(start, clock_timestamp() AT TIME ZONE 'UTC') + soon)
                  LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
                RETURN FOUND;
            EXCEPTION WHEN serialization_failure THEN
                -- the runner took it since this transaction began
                RETURN false;
            END $$ LANGUAGE plpgsql
            """
        )

    # Waking

    @api.model
    def _wake(self, lanes: Iterable[Lane], eta: datetime | None = None) -> None:
        """Make sure that a drain of each lane starts after this transaction has committed.

        ``eta``: not before (UTC without zone).
        """
        for lane in lanes:
            if not self._hold_pending_job(lane, eta):
                self._enqueue(lane, eta)

    @api.model
    def _wake_at_once(self, lane: Lane) -> None:
        """Let a drain start when a worker is free; a job that starts soon would be too late."""
        now = self.env.cr.now()
        if not self._hold_pending_job(lane, now, soon=timedelta()):
            self._enqueue(lane, now)

    @api.model
    def _hold_pending_job(self, lane: Lane, eta: datetime | None, soon: timedelta = SOON) -> bool:
        """Whether a job is pending that cannot start before this transaction ends.

        ``soon``: how much later than ``eta`` it may be meant to start.

        The lock makes the runner wait with it until our commit, so that it will see our messages.
        It is no shared lock: many doors that take turns with one could hold the runner off for
        ever. A job that the runner has already touched may have started before: it does not count.
        """
        [(is_held,)] = self.env.execute_query(
            SQL("SELECT integration_hold_job(%s, %s, %s)", lane.identity, eta, soon)
        )
        return is_held

    @api.model
    def _enqueue(self, lane: Lane, eta: datetime | None = None) -> None:
        # Not with_delay(): it would be content with a job of this identity that has already begun,
        # and our messages would stay behind. The superuser: a job belongs to no person, the
        # drain itself works as the service user of the system.
        if eta is None and self._is_running(lane):
            # a lane under steady load gets a drain per second, not one per call
            eta = self.env.cr.now() + PAUSE
        messages = self.env(user=SUPERUSER_ID, context={})["integration.message"]
        Job(
            messages._drain_lane,
            args=tuple(lane),
            identity_key=lane.identity,
            description=f"Drain {lane.workflow} of system {lane.system_id}",
            max_retries=0,
            eta=eta,
        ).store()

    @api.model
    def _wake_messages(self, ids: Sequence[int]) -> None:
        """Wake the lanes of these messages."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT company_id, system_id, workflow FROM integration_message
                 WHERE id = ANY(%s)
                """,
                list(ids),
            )
        )
        for row in rows:
            # A new job each time: a lock on a pending one would stop the runner for as long as
            # this transaction lasts, and a drain that releases others may last for seconds.
            self._enqueue(Lane(*row))

    # Draining

    @api.model
    def _drain(self, lane: Lane) -> int:
        """Claim and apply the next due messages; wake the lane again if more are due.

        One call is one transaction: when it is lost, everything is as before.
        """
        try:
            rows = self.env["integration.claim"]._claim(lane)
            not_before = self._run(lane, rows) if rows else None
            self._wake_remaining(lane, bool(rows), not_before)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
            _logger.info("Lane %s: another drain was faster, again in a moment", lane.identity)
            raise RetryableJobError(
                "Another transaction was faster",
                seconds=random.randint(1, 3),
                ignore_retry=True,
            ) from error
        return len(rows)

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> datetime | None:
        """Hook: work on what was claimed; until when the rest of the lane must wait, if so."""
        self.env["integration.drain"]._run(lane, rows)
        return None

    @api.model
    def _wake_remaining(self, lane: Lane, claimed: bool, not_before: datetime | None) -> None:
        """Wake the lane for what is still due, and for its next retry."""
        is_due, next_retry = self.env["integration.claim"]._remaining(lane)
        if is_due and not_before:
            self._wake([lane], eta=not_before)
        elif is_due and claimed:
            self._wake_at_once(lane)
        elif is_due:
            # Another drain holds all keys. It may have begun too early to see the newest
            # messages, so it is not left to that drain to wake the lane for them.
            self._wake([lane], eta=self.env.cr.now() + SOON)
        elif next_retry:
            self._wake([lane], eta=next_retry)

    # Watching

    @api.model
    def _health(self) -> dict:
        """Whether messages are taken and drained: a job runner lives, nothing is due too long."""
        has_runner = self._has_runner()
        [(now,)] = self.env.execute_query(SQL("SELECT clock_timestamp() AT TIME ZONE 'UTC'"))
        oldest = min((since for _lane, since in self._due_lanes()), default=now)
        age = max(0, round((now - oldest).total_seconds()))
        return {
            "live": True,
            "ready": has_runner and age <= LATE_SECONDS,
            "database": True,
            "runner": has_runner,
            "oldest_due_seconds": age,
        }

    @api.model
    def _has_runner(self) -> bool:
        """Whether a job runner holds this database; whether it works is another question."""
        [(has_runner,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM pg_locks
                                WHERE locktype = 'advisory' AND objsubid = 1 AND granted
                                  AND database = (SELECT oid FROM pg_database
                                                   WHERE datname = current_database())
                                  AND (classid::bigint << 32) | objid::bigint = %s)
                """,
                PG_ADVISORY_LOCK_ID,
            )
        )
        return has_runner

    @api.model
    def _cron_wake(self) -> None:
        """What the cron does each minute, in case a runner was away."""
        self._wake_unserved()

    @api.model
    def _wake_unserved(self) -> None:
        """Wake the lanes with due messages that no job serves; look again at who waits."""
        self._release_waiting()
        for lane, oldest in self._due_lanes():
            if not self._is_served(lane):
                _logger.warning("Lane %s: due since %s, nobody drains it", lane.identity, oldest)
                self._enqueue(lane)

    @api.model
    def _due_lanes(self) -> list[tuple[Lane, datetime]]:
        """Each lane with due messages, and since when the one has been due that waits longest.

        Of what has just come it looks at the first message of each priority, as the drains do:
        one index probe per lane and priority, none per row.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE place AS (
                    (SELECT company_id, system_id, workflow, priority FROM integration_message
                      WHERE state IN ('received', 'retry', 'pending', 'unknown')
                      ORDER BY company_id, system_id, workflow, priority LIMIT 1)
                    UNION ALL
                    SELECT n.* FROM place p, LATERAL (
                        SELECT m.company_id, m.system_id, m.workflow, m.priority
                          FROM integration_message m
                         WHERE m.state IN ('received', 'retry', 'pending', 'unknown')
                           AND (m.company_id, m.system_id, m.workflow, m.priority)
                             > (p.company_id, p.system_id, p.workflow, p.priority)
                         ORDER BY m.company_id, m.system_id, m.workflow, m.priority LIMIT 1) n
                )
                SELECT p.company_id, p.system_id, p.workflow, min(due.due_at)
                  FROM place p, LATERAL (SELECT LEAST(
                    (SELECT m.due_at FROM integration_message m
                      WHERE (m.company_id, m.system_id, m.workflow, m.priority)
                          = (p.company_id, p.system_id, p.workflow, p.priority)
                        AND m.state IN ('received', 'retry', 'pending', 'unknown')
                        AND m.state = 'received'
                      ORDER BY m.id LIMIT 1),
                    (SELECT min(m.due_at) FROM integration_message m
                      WHERE (m.company_id, m.system_id, m.workflow)
                          = (p.company_id, p.system_id, p.workflow)
                        AND m.state IN ('retry', 'pending', 'unknown'))) AS due_at) due
                 WHERE due.due_at <= clock_timestamp() AT TIME ZONE 'UTC'
                 GROUP BY p.company_id, p.system_id, p.workflow
                """
            )
        )
        return [(Lane(*row[:3]), row[3]) for row in rows]

    @api.model
    def _release_waiting(self) -> None:
        """Release those whose event has come, where nobody has done so."""
        self._release_found()
        self.env["integration.message"]._release_due()

    @api.model
    def _release_found(self) -> None:
        """Release who waits for an id that is known by now.

        Needed where parent and child were applied at the same moment: neither saw the other.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id FROM integration_message m
                 WHERE m.state = 'waiting' AND EXISTS (
                    SELECT FROM integration_xref x
                     WHERE x.company_id = m.company_id
                       AND x.entity = split_part(m.waiting_key, ':', 1)
                       AND x.external_id = substr(
                               m.waiting_key, strpos(m.waiting_key, ':') + 1)
                       AND (x.system_id = m.system_id OR x.system_id IN (
                            SELECT r.source_id FROM integration_system_id_source_rel r
                             WHERE r.system_id = m.system_id)))
                   FOR UPDATE SKIP LOCKED
                """
            )
        )
        self.env["integration.message"]._queue_again([id_ for (id_,) in rows])

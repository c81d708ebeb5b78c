# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..core.adapter import Outcome

OUTCOMES = [
    ("delivered", "Delivered"),
    ("acknowledged", "Acknowledged"),
    ("absent", "Not There"),
    ("retry", "Try Again"),
    ("refused", "Refused"),
    ("unknown", "Unknown"),
    ("fault", "Fault on Our Side"),
]
MINUTE = timedelta(minutes=1)


class IntegrationAttempt(models.Model):
    """One call to an outside system: noted before it is made, and again when its end is known.

    The notes are committed by themselves, at once. Whatever becomes of the transaction that makes
    the call, what was sent leaves a trace; an attempt without an end was interrupted.
    """

    _name = "integration.attempt"
    _description = "Call to an Outside System"
    _rec_name = "started_at"
    _order = "id desc"
    _log_access = False

    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade"
    )
    # a number, no foreign key: its check would wait for the drain that holds the message, which
    # is the one that makes this note
    message_id = fields.Integer("Message Number", readonly=True, aggregator=None)
    kind = fields.Selection(
        [("send", "Send"), ("look_up", "Look Up"), ("pull", "Pull")], required=True, readonly=True
    )
    started_at = fields.Datetime(required=True, readonly=True)
    ended_at = fields.Datetime(readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    http_status = fields.Integer("HTTP Status", readonly=True, aggregator=None)
    error_class = fields.Char("Error", readonly=True)
    text = fields.Text("Answer", readonly=True)
    latency_ms = fields.Integer("Took (ms)", readonly=True, aggregator="avg")

    # the attempts of a message, newest first
    _message_idx = models.Index("(message_id, id) WHERE message_id IS NOT NULL")
    # calls that speak of no message, by age (retention)
    _pull_idx = models.Index("(started_at, id) WHERE message_id IS NULL")
    # the latest outcomes of a system (breaker) and its calls of the last minute (rate limit)
    _system_idx = models.Index("(system_id, started_at)")

    @api.model
    @contextmanager
    def _journal(self) -> Iterator["IntegrationAttempt"]:
        """This model on a cursor of its own; each of the methods below commits there."""
        with self.env.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})[self._name]

    @api.model
    def _open(self, system_id: int, kind: str, message_ids: Sequence[int]) -> list[int]:
        """Note that a call is about to be made; return the ids, in the order of the messages.

        Without messages, one attempt is noted.
        """
        # plain SQL: nobody has a right to write attempts
        ids = self.env.execute_query(
            SQL(
                """
                INSERT INTO integration_attempt (system_id, kind, message_id, started_at)
                SELECT %s, %s, m, clock_timestamp() AT TIME ZONE 'UTC'
                  FROM unnest(%s::integer[]) WITH ORDINALITY AS t(m, place) ORDER BY place
                RETURNING id
                """,
                system_id,
                kind,
                list(message_ids) or [None],
            )
        )
        self._commit()
        return [id_ for (id_,) in ids]

    @api.model
    def _close(self, ids: Sequence[int], outcome: Outcome) -> None:
        """Note how the calls ended."""
        self.env.execute_query(
            SQL(
                """
                UPDATE integration_attempt
                   SET outcome = %s, http_status = %s, error_class = %s, text = %s,
                       ended_at = clock_timestamp() AT TIME ZONE 'UTC',
                       latency_ms = extract(epoch FROM
                           clock_timestamp() AT TIME ZONE 'UTC' - started_at) * 1000
                 WHERE id = ANY(%s)
                 RETURNING id
                """,
                outcome.kind,
                outcome.status,
                outcome.error_class,
                outcome.text or None,
                list(ids),
            )
        )
        self._commit()

    @api.model
    def _discard(self, ids: Sequence[int]) -> None:
        """Take back notes of calls that were not made after all."""
        self.env.execute_query(
            SQL("DELETE FROM integration_attempt WHERE id = ANY(%s) RETURNING id", list(ids))
        )
        self._commit()

    @api.model
    def _unsettled(self, settled: Mapping[int, int]) -> dict[int, tuple[int, str | None, str]]:
        """Sends that their messages know nothing of, because a drain was lost in between.

        ``settled``: the last attempt that each message knows, by its id. Returns the newest attempt
        (id, outcome, text) by message.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (a.message_id) a.message_id, a.id, a.outcome, a.text
                  FROM unnest(%s::integer[], %s::integer[]) AS m(id, settled)
                  JOIN integration_attempt a ON a.message_id = m.id AND a.id > m.settled
                 WHERE a.kind = 'send'
                 ORDER BY a.message_id, a.id DESC
                """,
                list(settled),
                list(settled.values()),
            )
        )
        self._commit()
        return {message_id: (id_, outcome, text or "") for message_id, id_, outcome, text in rows}

    @api.model
    def _full_until(self, system_id: int, per_minute: int) -> datetime | None:
        """When the next call may go out, or None if one may now.

        Two workers that ask at the same moment may get one call each where one was left.
        """
        [(count, oldest)] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), min(started_at) FROM (
                    SELECT started_at FROM integration_attempt
                     WHERE system_id = %s
                       AND started_at > (clock_timestamp() AT TIME ZONE 'UTC') - interval '1 minute'
                     ORDER BY started_at DESC LIMIT %s) AS recent
                """,
                system_id,
                per_minute,
            )
        )
        self._commit()
        return oldest + MINUTE if count >= per_minute else None

    @api.model
    def _latest_outcomes(self, system_id: int, limit: int, since: datetime | None) -> list[str]:
        """Outcomes of the newest ended calls since a moment, newest first.

        Look-ups are left out: "nobody knows yet" is an honest answer of a healthy system.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT outcome FROM integration_attempt
                 WHERE system_id = %s AND outcome IS NOT NULL AND kind <> 'look_up'
                   AND started_at > COALESCE(%s, '-infinity'::timestamp)
                 ORDER BY started_at DESC LIMIT %s
                """,
                system_id,
                since,
                limit,
            )
        )
        self._commit()
        return [outcome for (outcome,) in rows]

    @api.model
    def _commit(self) -> None:
        # only ever on the cursor of _journal: that is its purpose
        self.env.cr.commit()  # pylint: disable=invalid-commit

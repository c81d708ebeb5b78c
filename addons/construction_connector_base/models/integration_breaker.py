# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import datetime, timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import breaker
from ..core.adapter import Outcome
from ..core.breaker import Admission

_logger = logging.getLogger(__name__)

#: While another call tries whether the system is back.
LOOK_AGAIN = timedelta(seconds=5)


class IntegrationBreaker(models.Model):
    """Whether calls to a system go out. A row changes only when the breaker does, never per call.

    The methods are called on the cursor of ``integration.attempt._journal`` and commit there.
    """

    _name = "integration.breaker"
    _description = "Circuit Breaker"
    _rec_name = "system_id"
    _log_access = False

    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half-Open")],
        required=True,
        readonly=True,
    )
    until = fields.Datetime(readonly=True)
    openings = fields.Integer(readonly=True, aggregator=None, help="One after the other.")
    changed_at = fields.Datetime(required=True, readonly=True)

    _system_uniq = models.UniqueIndex("(system_id)")

    @api.model
    def _admit(self, system_id: int) -> Admission:
        """Whether a call to the system may go out now."""
        row = self._read_row(system_id)
        if row is None or row[0] == "closed":
            return Admission()
        state, until, now = row[0], row[1], row[4]
        if until > now:
            return Admission(until if state == "open" else min(until, now + LOOK_AGAIN))
        if self._change(system_id, "half_open", breaker.PROBE_SECONDS, row[2]):
            return Admission(probe=True)
        return Admission(now + LOOK_AGAIN)

    @api.model
    def _learn(self, system_id: int, admission: Admission, outcome: Outcome) -> datetime | None:
        """Draw the consequence of a call; until when no other may follow, if so."""
        row = self._read_row(system_id)
        openings = row[2] if row else 0
        if outcome.retry_after:
            return self._open(system_id, outcome.retry_after, openings)
        if outcome.kind not in breaker.FAILURES:
            if admission.probe:
                self._change(system_id, "closed", 0.0, 0)
            return None
        if admission.probe or self._trips(system_id, row[3] if row else None):
            return self._open(system_id, breaker.pause(openings + 1), openings + 1)
        return None

    @api.model
    def _trips(self, system_id: int, since: datetime | None) -> bool:
        latest = self.env["integration.attempt"]._latest_outcomes(system_id, breaker.LIMIT, since)
        return breaker.trips(latest)

    @api.model
    def _open(self, system_id: int, seconds: float, openings: int) -> datetime:
        self._change(system_id, "open", seconds, openings)
        return fields.Datetime.now() + timedelta(seconds=seconds)

    @api.model
    def _read_row(self, system_id: int):
        """State, until, openings, changed at, now; or None."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT state, until, openings, changed_at, clock_timestamp() AT TIME ZONE 'UTC'
                  FROM integration_breaker WHERE system_id = %s
                """,
                system_id,
            )
        )
        self._commit()
        return rows[0] if rows else None

    @api.model
    def _change(self, system_id: int, state: str, seconds: float, openings: int) -> bool:
        """Write the new state, unless another call is just doing so; whether we did."""
        try:
            done = self._upsert(system_id, state, seconds, openings)
            if done and state != "half_open":
                self._tell(system_id, state, seconds)
            self._commit()
        except psycopg2.errors.SerializationFailure:
            # another call has drawn its consequence at this moment, which is as good
            self.env.cr.rollback()
            return False
        return done

    @api.model
    def _upsert(self, system_id: int, state: str, seconds: float, openings: int) -> bool:
        # a probe is for one call only: it is taken where the pause is over, and nowhere else
        condition = SQL("TRUE")
        if state == "half_open":
            condition = SQL("b.until <= clock_timestamp() AT TIME ZONE 'UTC'")
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO integration_breaker AS b (system_id, state, until, openings, changed_at)
                VALUES (%s, %s, (clock_timestamp() + %s * interval '1 second') AT TIME ZONE 'UTC',
                        %s, clock_timestamp() AT TIME ZONE 'UTC')
                ON CONFLICT (system_id) DO UPDATE
                   SET state = EXCLUDED.state, until = EXCLUDED.until,
                       openings = EXCLUDED.openings, changed_at = EXCLUDED.changed_at
                 WHERE %s
                RETURNING id
                """,
                system_id,
                state,
                seconds,
                openings,
                condition,
            )
        )
        return bool(rows)

    @api.model
    def _tell(self, system_id: int, state: str, seconds: float) -> None:
        verb = "opened" if state == "open" else "closed"
        _logger.warning("Breaker of system %s %s for %.0f s", system_id, verb, seconds)
        self.env["integration.audit.entry"]._note(
            f"breaker.{verb}", {"seconds": round(seconds)}, system_id=system_id
        )

    @api.model
    def _commit(self) -> None:
        # only ever on the cursor of _journal
        self.env.cr.commit()  # pylint: disable=invalid-commit

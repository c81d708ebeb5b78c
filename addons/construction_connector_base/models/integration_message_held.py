# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection
from datetime import datetime
from typing import get_args

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.queue_job.job import Job

from ..core import contract as contracts
from ..core.contract import Direction
from ..core.item import waiting_key
from ..core.policy import APPROVAL, HOLD, PERIOD, WINDOW

#: Messages that one transaction releases at most.
BATCH = 5000


class IntegrationMessage(models.Model):
    """Messages that are held back until a moment, a decision, or the opening of a period."""

    _inherit = "integration.message"

    # what is to be released now: windows that have opened, policies that have changed
    _held_idx = models.Index("(due_at) WHERE state = 'waiting' AND due_at IS NOT NULL")
    # the list of what waits, newest first
    _parked_idx = models.Index("(id) WHERE state IN ('waiting', 'retry')")

    @api.model
    def _release_due(self) -> int:
        """Queue the messages whose moment has come; return how many. More follow in a new job."""
        # plain SQL: the rows are locked, and left to whoever has locked them before
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM integration_message
                 WHERE state = 'waiting' AND due_at <= %s
                 ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                BATCH,
            )
        )
        self._queue_again(sorted(id_ for (id_,) in rows))
        if len(rows) == BATCH:
            self._release_at(fields.Datetime.now())
        return len(rows)

    @api.model
    def _release_at(self, moment: datetime) -> None:
        """Make sure that a job releases what is due at this moment (UTC without zone)."""
        identity = f"integration:release:{moment.isoformat()}"
        # for the same reasons as the jobs of lanes: not with_delay(), and the superuser
        messages = self.env(user=SUPERUSER_ID, context={})["integration.message"]
        [(is_planned,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM queue_job
                                WHERE identity_key = %s AND state = 'pending' AND eta > %s)
                """,
                identity,
                fields.Datetime.now(),
            )
        )
        if not is_planned:
            Job(
                messages._release_due,
                identity_key=identity,
                description=f"Release messages that waited for {moment}",
                max_retries=0,
                eta=moment,
            ).store()

    @api.model
    def _reconsider_held(self, types: Collection[str]) -> None:
        """Look again at the messages of these types that a policy holds back.

        They are queued; what must still wait is parked again before it is applied.
        """
        newest = {
            contracts.newest_type(type_, direction)
            for type_ in types
            for direction in get_args(Direction)
        }
        keys = [waiting_key(kind, type_) for kind in (APPROVAL, HOLD, WINDOW) for type_ in newest]
        now = fields.Datetime.now()
        # plain SQL: there may be very many; they are only marked here, and released in portions
        self.env.cr.execute(
            SQL(
                """
                UPDATE integration_message SET due_at = %s
                 WHERE state = 'waiting' AND waiting_key = ANY(%s) AND company_id IN (
                    SELECT id FROM res_company)
                """,
                now,
                keys,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["due_at"])
            self._release_at(now)

    @api.model
    def _release_periods(self, company_id: int) -> int:
        """Queue the messages of the company that waited for an accounting period; return how many.

        Call it when a period was opened; what lies in one that is still closed waits again.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM integration_message
                 WHERE state = 'waiting' AND company_id = %s AND waiting_key LIKE %s
                 ORDER BY id FOR UPDATE
                """,
                company_id,
                waiting_key(PERIOD, "%"),
            )
        )
        self._queue_again([id_ for (id_,) in rows])
        return len(rows)

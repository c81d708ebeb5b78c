# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import datetime

from odoo import api, models
from odoo.tools import SQL

from ..core.lanes import Claimed, Lane


class IntegrationLane(models.AbstractModel):
    """Outbound lanes: their messages are sent, not applied."""

    _inherit = "integration.lane"

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> datetime | None:
        if not lane.is_outbound:
            return super()._run(lane, rows)
        return self.env["integration.delivery"]._run(lane, rows)

    @api.model
    def _postpone(self, lane: Lane, until: datetime, per_minute: int = 0) -> None:
        """Let what is due in an outbound lane rest until then; it costs no attempt.

        ``per_minute``: no more than that becomes due in each minute that follows; 0: all at once.
        """
        # the index on due_at finds what is due; rows that others hold are not ours to move
        self.env.execute_query(
            SQL(
                """
                WITH due AS (
                    SELECT id, priority FROM integration_message
                     WHERE (company_id, system_id, workflow) = %(lane)s
                       AND state IN ('retry', 'pending', 'unknown') AND due_at < %(until)s
                       FOR UPDATE SKIP LOCKED
                ), placed AS (
                    SELECT id, row_number() OVER (ORDER BY priority, id) - 1 AS place FROM due
                )
                UPDATE integration_message m
                   SET due_at = %(until)s + COALESCE(p.place / NULLIF(%(rate)s, 0), 0)
                                            * interval '1 minute'
                  FROM placed p WHERE m.id = p.id
                RETURNING m.id
                """,
                until=until,
                rate=per_minute,
                lane=tuple(lane),
            )
        )
        self.env["integration.message"].invalidate_model(["due_at"])

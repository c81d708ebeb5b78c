# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..core.retention import Action, ranges
from . import integration_retention

#: The class by whose age calls are deleted that speak of no message.
CALLS = "technical"


class IntegrationRetention(models.AbstractModel):
    """Deletes the notes of calls by age.

    The calls about a message are part of it: they are blanked and deleted with it, and a legal
    hold on the message keeps them, too. Others, as pulls, belong to no message.
    """

    _inherit = "integration.retention"

    @api.model
    def _run_batch(self, kept_as, action: Action) -> int:
        return super()._run_batch(kept_as, action) or self._delete_calls(kept_as, action)

    @api.model
    def _count_due(self, kept_as, action: Action) -> int:
        held = self.env["integration.legal.hold"]._sql_calls_held()
        calls = self._count_calls(kept_as, action, SQL("NOT %s", held))
        return super()._count_due(kept_as, action) + calls

    @api.model
    def _count_held(self, kept_as) -> int:
        held = self.env["integration.legal.hold"]._sql_calls_held()
        return super()._count_held(kept_as) + self._count_calls(kept_as, "delete", held)

    @api.model
    def _count_calls(self, kept_as, action: Action, condition: SQL) -> int:
        due = self._sql_calls_due(kept_as, action)
        if due is None:
            return 0
        query = SQL("SELECT count(*) FROM integration_attempt a WHERE %s AND %s", due, condition)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _delete_calls(self, kept_as, action: Action) -> int:
        """Delete the next calls that are due; return how many."""
        due = self._sql_calls_due(kept_as, action)
        if due is None:
            return 0
        # plain SQL: nobody has a right to remove attempts
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM integration_attempt WHERE id IN (
                    SELECT a.id FROM integration_attempt a WHERE %s AND NOT %s
                     ORDER BY a.started_at LIMIT %s FOR UPDATE SKIP LOCKED)
                RETURNING id, system_id
                """,
                due,
                self.env["integration.legal.hold"]._sql_calls_held(),
                integration_retention.BATCH,
            )
        )
        for system_id in sorted({system_id for _id, system_id in rows}):
            ids = [id_ for id_, of_system in rows if of_system == system_id]
            self.env["integration.audit.entry"]._note(
                "retention.calls_deleted",
                {"class": kept_as.code, "count": len(ids), "ids": ranges(ids)},
                record=kept_as,
                system_id=system_id,
            )
        return len(rows)

    @api.model
    def _sql_calls_due(self, kept_as, action: Action) -> SQL | None:
        """Condition on ``a``: the call is old enough; None if the class deletes no calls."""
        bounds = kept_as._ages().bounds(action, fields.Datetime.now())
        if action != "delete" or kept_as.code != CALLS or not bounds:
            return None
        return SQL("a.message_id IS NULL AND a.started_at < %s", bounds[1])

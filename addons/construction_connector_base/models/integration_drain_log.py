# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from collections import Counter
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core import trace
from ..core.lanes import Claimed, Lane


class IntegrationDrain(models.AbstractModel):
    """Tells the log what came of each drain."""

    _inherit = "integration.drain"

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> None:
        started = time.monotonic()
        super()._run(lane, rows)
        log = self.env["integration.log"]
        if log._is_on():
            duration = round((time.monotonic() - started) * 1000, 1)
            log._write_line("drain", duration_ms=duration, **self._prepare_log_values(lane, rows))

    @api.model
    def _prepare_log_values(self, lane: Lane, rows: Sequence[Claimed]) -> dict:
        found = self.env.execute_query(
            SQL(
                """
                SELECT m.uuid, m.state, m.traceparent, s.code FROM integration_message m
                  JOIN integration_system s ON s.id = m.system_id
                 WHERE m.id = ANY(%s) ORDER BY m.id
                """,
                [row.id for row in rows],
            )
        )
        # as a dict: in the order of the messages, each once
        traces = list(dict.fromkeys(trace.trace_id(row[2]) for row in found if row[2]))
        return {
            "trace_id": traces[0] if len(traces) == 1 else None,
            "trace_ids": traces if len(traces) > 1 else [],
            "system": found[0][3] if found else None,
            "company_id": lane.company_id,
            "workflow": lane.workflow,
            "messages": [uuid for uuid, *_rest in found],
            "message_count": len(rows),
            "states": dict(Counter(state for _uuid, state, *_rest in found)),
        }

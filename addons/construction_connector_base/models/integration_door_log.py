# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from collections import Counter

from odoo import api, models
from odoo.http import request

from ..core import trace


class IntegrationDoor(models.AbstractModel):
    """Gives each call a trace, and tells the log what came of it."""

    _inherit = "integration.door"

    @api.model
    def _accept(self, system, events, traceparent=None):
        started = time.monotonic()
        traceparent = trace.valid(traceparent) or trace.new_traceparent()
        results = super()._accept(system, events, traceparent)
        log = self.env["integration.log"]
        if log._is_on():
            values = self._prepare_log_values(system, results, traceparent)
            if request:
                # the line of the call tells it, with the answer
                request.construction_log = values
            else:
                duration = round((time.monotonic() - started) * 1000, 1)
                log._write_line("accept", duration_ms=duration, **values)
        return results

    @api.model
    def _prepare_log_values(self, system, results, traceparent: str) -> dict:
        return {
            "trace_id": trace.trace_id(traceparent),
            "system": system._routing().code,
            "messages": [result.message for result in results if result.message],
            "message_count": len(results),
            "results": dict(Counter(result.status for result in results)),
        }

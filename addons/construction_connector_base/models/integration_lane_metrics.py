# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import api, models

from ..core.lanes import Lane


class IntegrationLane(models.AbstractModel):
    """Measures drains."""

    _inherit = "integration.lane"

    @api.model
    def _drain(self, lane: Lane) -> int:
        started = time.monotonic()
        claimed = super()._drain(lane)
        if claimed:
            self.env["integration.metric.sample"]._observe(
                "drain_seconds",
                time.monotonic() - started,
                company_id=lane.company_id,
                system_id=lane.system_id,
                workflow=lane.workflow,
            )
        return claimed

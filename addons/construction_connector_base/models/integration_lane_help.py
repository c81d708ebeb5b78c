# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import datetime

from odoo import SUPERUSER_ID, api, models

from ..core.lanes import Claimed, Lane
from . import integration_claim


class IntegrationLane(models.AbstractModel):
    """Lets several workers drain one lane that has much to do.

    Each drain wakes its lane again when it ends, so that without help a backlog would be worked
    off by one worker after the other, whoever else is idle.
    """

    _inherit = "integration.lane"

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> datetime | None:
        if self._wants_help(lane, rows):
            self._call_help(lane)
        return super()._run(lane, rows)

    @api.model
    def _wants_help(self, lane: Lane, rows: Sequence[Claimed]) -> bool:
        """Whether another drain would find work besides these rows, and none is on its way.

        Outbound lanes get no help: their drains wait for a receiver, and would take the places
        of those that work.
        """
        if lane.is_outbound or len(rows) < integration_claim.BATCH or self._is_pending(lane):
            return False
        return self.env["integration.claim"]._has_free_key(lane, {row.ordering_key for row in rows})

    @api.model
    def _call_help(self, lane: Lane) -> None:
        """Wake the lane now, while this drain has all its work before it."""
        # a transaction of its own: what the drain writes is seen when it ends only
        with self.env.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["integration.lane"]._wake_at_once(lane)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core.lanes import Lane
from .integration_lane import SOON


class IntegrationLane(models.AbstractModel):
    """What the wake-up jobs of a lane are doing."""

    _inherit = "integration.lane"

    @api.model
    def _is_running(self, lane: Lane) -> bool:
        """Whether a worker has a job, or is about to begin one."""
        [(is_running,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM queue_job
                                WHERE identity_key = %s AND state IN ('enqueued', 'started'))
                """,
                lane.identity,
            )
        )
        return is_running

    @api.model
    def _is_pending(self, lane: Lane) -> bool:
        """Whether a job waits for a worker that is free."""
        [(is_pending,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM queue_job
                                WHERE identity_key = %s AND state = 'pending'
                                  AND (eta IS NULL OR eta <= %s))
                """,
                lane.identity,
                self.env.cr.now(),
            )
        )
        return is_pending

    @api.model
    def _is_served(self, lane: Lane) -> bool:
        """Whether one of both is true, or will be soon."""
        [(is_served,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (
                    SELECT FROM queue_job
                     WHERE identity_key = %s
                       AND (state IN ('enqueued', 'started')
                            OR state = 'pending' AND (eta IS NULL OR eta <= %s)))
                """,
                lane.identity,
                self.env.cr.now() + SOON,
            )
        )
        return is_served

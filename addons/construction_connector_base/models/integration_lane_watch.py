# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time
from collections import deque
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.queue_job.exception import RetryableJobError

from ..core.lanes import Lane

_logger = logging.getLogger(__name__)

#: A wake-up job that should have begun so many seconds ago means that its runner hangs; the system
#: parameter sets another number.
PATIENCE = 180
PATIENCE_PARAMETER = "construction_connector_base.runner_patience"
#: A drain that began longer ago does not live any more, or its end was not noticed.
LONGEST_DRAIN = timedelta(minutes=15)
#: Seconds that one run of the cron spends on draining.
BUDGET = 40.0


class IntegrationLane(models.AbstractModel):
    """Lets the cron drain what nobody drains: the runner is gone, or it hangs."""

    _inherit = "integration.lane"

    @api.model
    def _cron_wake(self):
        super()._cron_wake()
        # each drain is a transaction of its own
        self.env["ir.cron"]._commit_progress()
        self._drain_abandoned()

    @api.model
    def _drain_abandoned(self) -> int:
        """Drain abandoned lanes in turns, as far as the time goes; return how many were claimed.

        A runner that comes back meanwhile does no harm: what one drain has claimed, no other gets.
        """
        cron = self.env["ir.cron"]
        end = time.monotonic() + BUDGET
        lanes, total = deque(self._abandoned_lanes()), 0
        while lanes and time.monotonic() < end:
            lane = lanes.popleft()
            claimed = self._drain_once(lane)
            total += claimed
            if claimed:
                lanes.append(lane)
            if not cron._commit_progress(claimed):
                break
        if total:
            _logger.warning("No runner drains: the cron has taken %s messages", total)
        return total

    @api.model
    def _drain_once(self, lane: Lane) -> int:
        try:
            return self._drain(lane)
        except RetryableJobError:
            # somebody else was faster: the lane is not abandoned
            self.env.cr.rollback()
            return 0

    @api.model
    def _abandoned_lanes(self) -> list[Lane]:
        """Lanes with due messages that no runner takes care of."""
        lanes = [lane for lane, _since in self._due_lanes()]
        if not lanes or not self._has_runner():
            return lanes
        overdue = self._overdue_jobs([lane.identity for lane in lanes])
        return [lane for lane in lanes if lane.identity in overdue]

    @api.model
    def _overdue_jobs(self, identities: list[str]) -> set[str]:
        """Those of the identities whose wake-up jobs do not move on."""
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT identity_key FROM queue_job
                 WHERE identity_key = ANY(%(identities)s)
                   AND (state = 'pending' AND COALESCE(eta, date_created) < %(begun)s
                        OR state = 'enqueued' AND date_enqueued < %(begun)s
                        OR state = 'started' AND date_started < %(ended)s)
                """,
                identities=identities,
                begun=now - self._patience(),
                ended=now - LONGEST_DRAIN,
            )
        )
        return {identity for (identity,) in rows}

    @api.model
    def _patience(self) -> timedelta:
        # sudo: whoever drains may not read system parameters, but this one binds it
        value = self.env["ir.config_parameter"].sudo().get_param(PATIENCE_PARAMETER)
        return timedelta(seconds=int(value) if (value or "").isdigit() else PATIENCE)

    @api.model
    def _health(self):
        return super()._health() | {"draining": self._who_drains()}

    @api.model
    def _who_drains(self) -> str:
        """``runner``, ``cron`` in its place, or ``nobody``."""
        if self._has_runner() and not self._abandoned_lanes():
            return "runner"
        # sudo: whoever asks may know whether the cron runs, nothing else of it
        return "cron" if self.env["integration.health"].sudo()._is_cron_alive() else "nobody"

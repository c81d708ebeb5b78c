# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, fields, models

from ..core import states
from ..core.change import Change
from ..core.contract import newest_type
from ..core.policy import Barrier
from .integration_delivery import Run


class IntegrationDelivery(models.AbstractModel):
    """Parks what the policy of its contract does not let out yet."""

    _inherit = "integration.delivery"

    @api.model
    def _unsent(self, run: Run, messages):
        unsent = super()._unsent(run, messages)
        now = fields.Datetime.now()
        barriers = {message: self._barrier(message, now) for message in unsent}
        held = unsent.filtered(lambda one: barriers[one] and one.ordering_key not in run.blocked)
        for message in held:
            run.changes.append(self._park(message, barriers[message]))
        for moment in sorted({barriers[one].opens_at for one in held} - {None}):
            self.env["integration.message"]._release_at(moment)
        return unsent.filtered(lambda one: not barriers[one])

    @api.model
    def _barrier(self, message, now: datetime) -> Barrier | None:
        """What keeps a message from being sent now, if anything."""
        if message.state == states.UNKNOWN:
            # it was let out before, and perhaps arrived
            return None
        return self._policy(message).barrier(now, bool(message.approved_at))

    @api.model
    def _park(self, message, barrier: Barrier) -> Change:
        return Change(
            message.id,
            states.WAITING,
            reason_code=barrier.reason_code,
            reason_text=self.env["integration.drain"]._barrier_text(barrier),
            waiting_key=barrier.waiting_key(newest_type(message.type, "outbound")),
            due_at=barrier.opens_at,
        )

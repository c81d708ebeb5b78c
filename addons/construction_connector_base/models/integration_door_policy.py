# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import api, fields, models

from ..core import states
from ..core.contract import newest_type
from ..core.policy import APPROVAL, Barrier, Policy


class IntegrationDoor(models.AbstractModel):
    """Gives what comes in the place that the policy of its contract says."""

    _inherit = "integration.door"

    @api.model
    def _columns(self):
        return super()._columns() | {
            "reason_code": "varchar",
            "reason_text": "text",
            "waiting_key": "varchar",
        }

    @api.model
    def _insert(self, rows):
        keys = {(row["type"], row["company_id"], row["system_id"]) for row in rows}
        # once for each kind of message of a call, not for each message
        places = {key: self._place(*key) for key in keys}
        openings = set()
        for row in rows:
            row["priority"], barrier = places[row["type"], row["company_id"], row["system_id"]]
            if barrier:
                row |= self._prepare_held(newest_type(row["type"]), barrier)
                openings.add(barrier.opens_at)
        inserted = super()._insert(rows)
        for moment in sorted(openings - {None}):
            self.env["integration.message"]._release_at(moment)
        return inserted

    @api.model
    def _place(self, type_: str, company_id: int, system_id: int) -> tuple[int, Barrier | None]:
        """Priority of such messages, and what keeps them out of the queue."""
        policies = self.env["integration.contract.policy"]
        policy = policies._policy(type_, company_id, system_id)
        return policy.priority, self._barrier(policy)

    @api.model
    def _barrier(self, policy: Policy) -> Barrier | None:
        """What keeps a message out of the queue from the start.

        One that needs an approval is queued nonetheless: the drain asks its handler what it is
        worth before it parks it.
        """
        if policy.is_plain:
            return None
        barrier = policy.barrier(fields.Datetime.now(), is_approved=False)
        return None if barrier and barrier.kind == APPROVAL else barrier

    @api.model
    def _prepare_held(self, type_: str, barrier: Barrier) -> dict[str, Any]:
        return {
            "state": states.WAITING,
            "reason_code": barrier.reason_code,
            "reason_text": self.env["integration.drain"]._barrier_text(barrier),
            "waiting_key": barrier.waiting_key(type_),
            "due_at": barrier.opens_at and barrier.opens_at.isoformat(),
        }

    @api.model
    def _wake(self, system_id, accepted):
        keys = {(one.contract.type, one.company_id) for one in accepted}
        free = {key for key in keys if not self._place(*key, system_id)[1]}
        queued = [one for one in accepted if (one.contract.type, one.company_id) in free]
        super()._wake(system_id, queued)

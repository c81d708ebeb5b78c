# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections.abc import Sequence
from decimal import Decimal

import psycopg2

from odoo import api, fields, models

from ..core import contract as contracts
from ..core import states
from ..core.change import Change
from ..core.lanes import Claimed
from ..core.policy import APPROVAL, HOLD, Barrier, Policy

_logger = logging.getLogger(__name__)


class IntegrationDrain(models.AbstractModel):
    """Parks claimed messages that their policy holds back, before they reach their handler."""

    _inherit = "integration.drain"

    @api.model
    def _policy(self, run, type_: str) -> Policy:
        return self.env["integration.contract.policy"]._policy(
            type_, run.env.company.id, run.env.context["integration_system_id"]
        )

    @api.model
    def _admit(self, run, bulk):
        policy = self._policy(run, bulk.type)
        if policy.is_plain:
            return super()._admit(run, bulk)
        now = fields.Datetime.now()
        messages = run.env["integration.message"].browse([row.id for row in bulk.rows])
        approved = {message.id for message in messages if message.approved_at}
        barriers = {row.id: policy.barrier(now, row.id in approved) for row in bulk.rows}
        held = [
            row for row in bulk.rows if barriers[row.id] and row.ordering_key not in run.blocked
        ]
        self._park(run, bulk.type, {row: barriers[row.id] for row in held})
        return [row for row in bulk.rows if not barriers[row.id]]

    @api.model
    def _park(self, run, type_: str, held: dict[Claimed, Barrier]) -> None:
        asking = [row for row, barrier in held.items() if barrier.kind == APPROVAL]
        worth = self._worth(run, type_, asking) if asking else {}
        changes = [
            Change(
                row.id,
                states.WAITING,
                reason_code=barrier.reason_code,
                reason_text=self._barrier_text(barrier),
                waiting_key=barrier.waiting_key(type_),
                amount=worth.get(row.id),
                due_at=barrier.opens_at,
            )
            for row, barrier in held.items()
        ]
        self.env["integration.message"]._transition(changes)
        for moment in sorted({barrier.opens_at for barrier in held.values()} - {None}):
            self.env["integration.message"]._release_at(moment)

    @api.model
    def _worth(self, run, type_: str, rows: Sequence[Claimed]) -> dict[int, Decimal | None]:
        """What the messages are worth in company currency, as far as their handler knows."""
        contract = contracts.get(type_)
        if contract is None or contract.handler not in self.env:
            return {}
        try:
            with self.env.cr.savepoint():
                items, _misfits = self._items(run, rows)
                handler = run.env[contract.handler]
                return {item.message.id: handler._worth(item) for item in items}
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise
        except Exception:
            # who approves can read the payload; a message must not get lost over its amount
            _logger.exception("The worth of messages of type %s cannot be told", type_)
            return {}

    @api.model
    def _barrier_text(self, barrier: Barrier) -> str:
        if barrier.kind == HOLD:
            return self.env._("Messages of this type are on hold.")
        if barrier.kind == APPROVAL:
            return self.env._("It must be approved first.")
        return self.env._(
            "Its batch window opens at %(time)s.",
            time=f"{barrier.opens_at:%Y-%m-%d %H:%M} UTC",
        )

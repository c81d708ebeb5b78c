# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core import states
from ..core.change import Change


class IntegrationMessage(models.Model):
    """Messages that are applied again."""

    _inherit = "integration.message"

    def action_open_replay(self):
        """Prepare a replay of these messages."""
        self._check_operator()
        return self.env["integration.replay"]._prepare_for(self)

    @api.model
    def _replay(self, ids: Sequence[int]) -> list[int]:
        """Queue messages again, whether they were applied or not; return the ids of those queued.

        Those that are in the queue already stay where they are.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM integration_message
                 WHERE id = ANY(%s) AND state = ANY(%s) ORDER BY id FOR UPDATE
                """,
                list(ids),
                sorted(states.sources(states.RECEIVED, is_replay=True) - {states.RETRY}),
            )
        )
        queued = [id_ for (id_,) in rows]
        self._transition([Change(id_, states.RECEIVED, is_replay=True) for id_ in queued])
        if queued:
            self.env["integration.lane"]._wake_messages(queued)
        return queued

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core.change import Change


class IntegrationMessage(models.Model):
    """Each new state is told to the audit, to those who may read the message's company."""

    _inherit = "integration.message"

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        super()._after_transition(changes)
        places = self._places([change.message_id for change in changes])
        groups: dict[tuple[str, int, int], list[Change]] = defaultdict(list)
        for change in changes:
            groups[(change.state, *places[change.message_id])].append(change)
        for (state, company_id, system_id), group in groups.items():
            reasons = [[one.message_id, one.reason_code] for one in group if one.reason_code]
            self.env["integration.audit.entry"]._note(
                f"message.{state}",
                {"reasons": reasons},
                messages=[one.message_id for one in group],
                company_id=company_id,
                system_id=system_id,
            )

    @api.model
    def _places(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Company and system of each message."""
        # plain SQL: whoever changes a state need not see all messages that it changes
        rows = self.env.execute_query(
            SQL(
                "SELECT id, company_id, system_id FROM integration_message WHERE id = ANY(%s)",
                list(ids),
            )
        )
        return {id_: (company_id, system_id) for id_, company_id, system_id in rows}

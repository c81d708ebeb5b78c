# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ..core import states
from ..core.change import Change
from ..core.policy import LOW, NORMAL, URGENT

IN_QUEUE = (states.RECEIVED, states.PENDING, states.RETRY, states.WAITING)


class IntegrationMessage(models.Model):
    """What operators do with messages that are still to be applied."""

    _inherit = "integration.message"

    def action_cancel(self):
        """Give up messages that nobody has to decide about."""
        self._check_operator()
        self._check_states(*IN_QUEUE)
        text = self.env._("%(user)s has cancelled it.", user=self.env.user.name)
        self._transition(
            [Change(id_, states.REJECTED, reason_code="cancelled", reason_text=text)
             for id_ in self.ids]
        )  # fmt: skip

    def action_set_urgent(self):
        """Apply these messages before others."""
        self._set_priority(URGENT)

    def action_set_normal(self):
        """Apply these messages when it is their turn."""
        self._set_priority(NORMAL)

    def action_set_low(self):
        """Apply these messages after others."""
        self._set_priority(LOW)

    def _set_priority(self, priority: int) -> None:
        """Change the order between ordering keys; within one, what came first stays first."""
        self._check_operator()
        self._check_states(*IN_QUEUE)
        self.env["integration.claim"]._hold_keys(self)
        # plain SQL: nobody has a right to write messages
        self.env.cr.execute(
            SQL(
                "UPDATE integration_message SET priority = %s WHERE id = ANY(%s)",
                priority,
                self.ids,
            )
        )
        self.invalidate_recordset(["priority"])
        self._note_decision("message.prioritised", priority=priority)

    def _note_decision(self, step: str, **data) -> None:
        for company, messages in self.grouped("company_id").items():
            self.env["integration.audit.entry"]._note(
                step, data, messages=messages.ids, company_id=company.id
            )

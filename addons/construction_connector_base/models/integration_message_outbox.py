# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, fields, models

from ..core import states
from ..core.change import Change
from ..core.outgoing import Published


class IntegrationMessage(models.Model):
    """What outbound messages have of their own."""

    _inherit = "integration.message"

    subscription_id = fields.Many2one(
        "integration.subscription",
        readonly=True,
        ondelete="restrict",
        # the messages of a subscription
        index="btree_not_null",
    )
    settled_attempt = fields.Integer(
        readonly=True,
        aggregator=None,
        help="The last attempt whose outcome this message knows; a later one was interrupted.",
    )
    attempt_ids = fields.One2many("integration.attempt", "message_id", "Deliveries", readonly=True)
    is_sending = fields.Boolean(compute="_compute_is_sending")

    @api.depends("state", "attempt_ids.outcome", "attempt_ids.kind")
    def _compute_is_sending(self):
        for message in self:
            message.is_sending = message.state in states.QUEUED and any(
                attempt.kind == "send" and not attempt.outcome for attempt in message.attempt_ids
            )

    def _published(self) -> Published:
        """The event as its receiver gets it."""
        self.ensure_one()
        # sudo: neither the address of this server nor the routing is for service users to read
        sudo = self.sudo()
        return Published(
            id=self.uuid,
            source=self.get_base_url(),
            type=self.type,
            time=self.occurred_at,
            subject=self.subject or self.document_key,
            key=self.ordering_key,
            entity=sudo.system_id._entity_of(sudo.company_id),
            traceparent=self.traceparent or None,
            data=self._outgoing_data(),
        )

    def _outgoing_data(self):
        """The payload in clear."""
        return self._sent_data()

    @api.model
    def _acknowledge(self, system, uuids: Collection[str]) -> int:
        """Note that the system has told what became of delivered messages; return of how many."""
        # sudo: whoever tells us has no right on messages beyond saying this
        delivered = self.sudo().search(
            [
                ("system_id", "=", system.id),
                ("uuid", "in", list(uuids)),
                ("state", "=", states.DELIVERED),
            ]
        )
        self._transition([Change(id_, states.ACKNOWLEDGED) for id_ in delivered.ids])
        return len(delivered)

    def action_send_again(self):
        """Queue messages that were sent, whatever became of them, once more under the same id."""
        self._check_operator()
        self._check_states(states.DELIVERED, states.ACKNOWLEDGED, states.UNKNOWN)
        self._queue_again(self.ids)

    def action_confirm_delivered(self):
        """Close messages of which a person has found out that the receiver has them."""
        self._check_operator()
        self._check_states(states.EXCEPTION, states.UNKNOWN)
        text = self.env._("%(user)s found that it has arrived.", user=self.env.user.name)
        self._transition(
            [
                Change(id_, states.DELIVERED, reason_code="delivery.confirmed", reason_text=text)
                for id_ in self.ids
            ]
        )

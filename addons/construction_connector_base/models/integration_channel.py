# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import api, models

from ..core.adapter import Outcome


class IntegrationChannel(models.AbstractModel):
    """Base of the ways by which messages leave. The methods run as the system's service user.

    ``_is_noted``: what it does cannot be taken back with the transaction, so each sending is noted
    beforehand. ``_is_call``: it calls the outside system, which counts for breaker and rate limit.
    """

    _name = "integration.channel"
    _description = "Delivery Channel"
    _is_noted = True
    _is_call = True

    @api.model
    def _parcels(self, messages) -> list[Any]:
        """What is sent together; by default each message alone."""
        return list(messages)

    @api.model
    def _send(self, subscription, messages) -> Outcome:
        """Send the messages of one parcel. Raises ``CallError`` if no answer comes."""
        raise NotImplementedError

    @api.model
    def _look_up(self, subscription, message) -> Outcome | None:
        """Ask whether a message has arrived; None where nobody can tell."""
        return None

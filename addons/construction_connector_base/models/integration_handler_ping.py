# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.contract import Contract, Payload, Text, register


class PingSent(Payload):
    """A message that changes nothing, for checking a new connection end to end."""

    text: Text


PING = register(
    Contract(
        name="ping.sent",
        version=1,
        payload=PingSent,
        handler="integration.handler.ping",
        workflow="connection",
        document=lambda data: data.text[:128],
        ordering_key=lambda data: "ping",
        description="Checks a connection: it is accepted, queued and done, and changes nothing.",
        example={"text": "hello"},
        retention="technical",
    )
)


class IntegrationHandlerPing(models.AbstractModel):
    """Takes a connection check; there is nothing to resolve, to gate or to apply."""

    _name = "integration.handler.ping"
    _inherit = "integration.handler"
    _description = "Connection Check"

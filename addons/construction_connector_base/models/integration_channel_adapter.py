# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.adapter import Outcome
from ..core.delivery import judge
from ..core.http_client import call


class IntegrationChannelAdapter(models.AbstractModel):
    """Sends in the language of an outside product, by the adapter of the system."""

    _name = "integration.channel.adapter"
    _inherit = "integration.channel"
    _description = "Adapter"

    @api.model
    def _send(self, subscription, messages) -> Outcome:
        adapter = self._adapter(subscription)
        # the savepoint keeps a fault of the adapter from spoiling the transaction; the call
        # itself is made outside
        with self.env.cr.savepoint():
            request = adapter._prepare_request(messages)
        response = call(request, subscription._limits())
        with self.env.cr.savepoint():
            outcome = adapter._read_response(messages, response)
        return outcome or judge(response, fields.Datetime.now())

    @api.model
    def _look_up(self, subscription, message) -> Outcome | None:
        return self._adapter(subscription)._lookup_delivery(message)

    @api.model
    def _adapter(self, subscription):
        name = subscription.system_id._adapter()._name
        return self.env[name]

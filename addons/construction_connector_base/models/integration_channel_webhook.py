# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import api, fields, models

from ..core.adapter import Outcome, Request
from ..core.delivery import judge
from ..core.http_client import call


class IntegrationChannelWebhook(models.AbstractModel):
    """Posts CloudEvents to an endpoint, signed by Standard Webhooks."""

    _name = "integration.channel.webhook"
    _inherit = "integration.channel"
    _description = "Webhook"

    @api.model
    def _send(self, subscription, messages) -> Outcome:
        request = self._prepare_request(subscription, messages)
        return judge(call(request, subscription._limits()), fields.Datetime.now())

    @api.model
    def _prepare_request(self, subscription, message) -> Request:
        body = message._published().body()
        headers = {
            "Content-Type": "application/cloudevents+json",
            # a receiver that sees the same key again has had the event
            "Idempotency-Key": message.uuid,
            **subscription.system_id._sign_webhook(message.uuid, int(time.time()), body),
        }
        if message.traceparent:
            headers["traceparent"] = message.traceparent
        return Request("POST", subscription.endpoint_url, body, headers)

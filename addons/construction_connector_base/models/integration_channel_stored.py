# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core import drop
from ..core.adapter import Outcome


class IntegrationChannelStored(models.AbstractModel):
    """Appends events to files that are kept in Odoo, for people to download.

    Part of the transaction: what is delivered is in the file, and nothing else is.
    """

    _name = "integration.channel.stored"
    _inherit = "integration.channel.folder"
    _description = "Files in Odoo"
    _is_noted = False

    @api.model
    def _send(self, subscription, messages) -> Outcome:
        type_ = messages[0].type
        name = drop.file_name(
            type_, fields.Datetime.now(), subscription.file_window, subscription.file_format
        )
        # sudo: the service user has no right to attachments; these belong to its subscription
        files = self.env["ir.attachment"].sudo()
        values = {"name": name, "res_model": subscription._name, "res_id": subscription.id}
        file = files.search([(key, "=", value) for key, value in values.items()], limit=1)
        content = file.raw or b""
        events = [message._published().envelope() for message in messages]
        content += drop.render(
            events, subscription.file_format, self._data_fields(type_), header=not content
        )
        if file:
            file.raw = content
        else:
            files.create(values | {"raw": content})
        return Outcome("delivered")

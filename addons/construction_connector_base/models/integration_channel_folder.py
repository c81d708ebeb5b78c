# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..core import contract as contracts
from ..core import drop
from ..core.adapter import Outcome

#: Folder of the server below which events may be written.
OPTION = "construction_drop_folder"


class IntegrationChannelFolder(models.AbstractModel):
    """Appends events to files in a folder of the server."""

    _name = "integration.channel.folder"
    _inherit = "integration.channel"
    _description = "Files in a Folder"
    _is_call = False

    @api.model
    def _parcels(self, messages):
        """All events of a type in one go."""
        return list(messages.grouped("type").values())

    @api.model
    def _send(self, subscription, messages) -> Outcome:
        path = self._path(subscription, messages[0].type, fields.Datetime.now())
        events = [message._published().envelope() for message in messages]
        try:
            drop.append(path, events, subscription.file_format, self._data_fields(messages[0].type))
        except OSError as error:
            return Outcome("retry", error.strerror or "", error_class="file")
        return Outcome("delivered")

    @api.model
    def _look_up(self, subscription, message) -> Outcome | None:
        """An interrupted writing has left its line, or has not: the file tells."""
        attempts = message.sudo().attempt_ids.filtered(lambda one: one.kind == "send")
        for moment in attempts.mapped("started_at"):
            path = self._path(subscription, message.type, moment)
            if drop.has_event(path, message.uuid):
                return Outcome("delivered")
        return Outcome("absent")

    @api.model
    def _path(self, subscription, type_: str, moment: datetime):
        name = drop.file_name(type_, moment, subscription.file_window, subscription.file_format)
        return self._folder(subscription) / name

    @api.model
    def _folder(self, subscription):
        """The folder of the subscription; raises ``UserError``."""
        base = config.get(OPTION)
        if not base:
            raise UserError(
                self.env._(
                    "This server has no folder for files. Put construction_drop_folder into its "
                    "configuration and restart it."
                )
            )
        try:
            return drop.folder(base, subscription.folder or "")
        except drop.ForbiddenPath:
            raise UserError(
                self.env._(
                    "“%(folder)s” is no folder for files: use letters, digits, . _ - and / only, "
                    "and stay below the folder of the server.",
                    folder=subscription.folder,
                )
            )

    @api.model
    def _data_fields(self, type_: str) -> list[str]:
        """The columns of a payload."""
        contract = contracts.get(type_, "outbound")
        return list(contract.payload.model_fields) if contract else []

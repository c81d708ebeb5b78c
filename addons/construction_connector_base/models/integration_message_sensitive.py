# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from typing import Any

import orjson

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core import contract as contracts


class IntegrationMessage(models.Model):
    """Payloads of sensitive contracts: encrypted in the database, masked on screens."""

    _inherit = "integration.message"

    encrypted_payload = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    is_sensitive = fields.Boolean(compute="_compute_is_sensitive")

    @api.depends("type", "direction")
    def _compute_is_sensitive(self):
        for message in self:
            contract = contracts.get(message.type, message.direction)
            message.is_sensitive = bool(contract and contract.sensitive)

    @api.depends("is_sensitive")
    def _compute_payload_text(self):
        sensitive = self.filtered("is_sensitive")
        sensitive.payload_text = self.env._("Sensitive: only managers can have it shown.")
        return super(IntegrationMessage, self - sensitive)._compute_payload_text()

    def _fetch_data(self) -> None:
        """Read what the messages say, all at once: payloads are not prefetched by themselves."""
        self.fetch(["payload"])
        # sudo: the column is for no user's eyes; handlers see what it says
        self.filtered(lambda message: not message.payload).sudo().fetch(["encrypted_payload"])

    def _sent_data(self):
        # sudo: the column is for no user's eyes; handlers and managers see what it says
        token = self.sudo().encrypted_payload
        if not token:
            return super()._sent_data()
        return orjson.loads(self.env["integration.vault"]._decrypt(token))

    def _personal_columns(self):
        return [*super()._personal_columns(), "encrypted_payload"]

    @api.model
    def _prepare_payload(self, contract, data: dict[str, Any]) -> dict[str, Any]:
        """The columns in which ``data`` of this contract is stored; the other one is emptied."""
        if not contract.sensitive:
            return {"payload": data, "encrypted_payload": False}
        token = self.env["integration.vault"]._encrypt(orjson.dumps(data).decode())
        return {"payload": False, "encrypted_payload": token}

    def action_reveal_payload(self):
        """Show a sensitive payload to a manager, and note that it was shown."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("construction_connector_base.group_manager"):
            raise AccessError(
                self.env._("Only integration managers may see sensitive payloads. Ask one.")
            )
        self.env["integration.audit.entry"]._note(
            "payload.revealed",
            messages=self.ids,
            company_id=self.company_id.id,
            system_id=self.system_id.id,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sensitive Payload"),
            "res_model": "integration.payload.show",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_payload": json.dumps(self._sent_data(), indent=2, ensure_ascii=False)
            },
        }

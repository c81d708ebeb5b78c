# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from typing import Any

import orjson
from pydantic import ValidationError as PayloadError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..core import contract as contracts
from ..core import states
from ..core.contract import Contract
from ..core.errors import FieldError, field_errors

CORRECTABLE = (states.EXCEPTION, states.DEAD, states.WAITING, states.RETRY)


class IntegrationMessage(models.Model):
    """Messages whose payload a person corrects. The sender's digest stays: a repeat is a repeat."""

    _inherit = "integration.message"

    correction_ids = fields.One2many(
        "integration.correction", "message_id", "Corrections", readonly=True
    )
    can_correct = fields.Boolean(compute="_compute_can_correct")

    def _compute_can_correct(self):
        is_manager = self.env.user.has_group("construction_connector_base.group_manager")
        for message in self:
            message.can_correct = (
                message.state in CORRECTABLE
                and message.direction == "inbound"
                and (is_manager or not message.is_sensitive)
            )

    def action_open_correct(self):
        """Show the payload for correction; of a sensitive one this is noted."""
        self.ensure_one()
        self._check_correct()
        if self.is_sensitive:
            self.action_reveal_payload()
        action = self._open_wizard("integration.message.correct", self.env._("Correct Payload"))
        text = json.dumps(self._sent_data(), indent=2, ensure_ascii=False)
        return action | {
            "context": {"default_message_id": self.id, "default_text": text},
        }

    def _check_correct(self) -> None:
        self._check_operator()
        self._check_states(*CORRECTABLE)
        if self.direction != "inbound":
            raise UserError(self.env._("Only what outside systems send can be corrected."))
        is_manager = self.env.user.has_group("construction_connector_base.group_manager")
        if self.is_sensitive and not is_manager:
            raise AccessError(
                self.env._("Only integration managers may correct sensitive payloads. Ask one.")
            )

    def _correction_errors(self, text: str) -> list[FieldError]:
        """What is wrong with a corrected payload, as its sender would have been told."""
        self.ensure_one()
        try:
            data = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            return [FieldError("", "json.invalid", f"{error.msg} (line {error.lineno})")]
        if not isinstance(data, dict):
            return [FieldError("", "schema.object", self.env._("An object is expected"))]
        if "\\u0000" in text:
            return [FieldError("", "schema.nul_character", self.env._("NUL is not allowed"))]
        contract = contracts.get(self.type, self.direction)
        if contract is None:
            return [FieldError("", "contract.unknown", self.env._("No addon handles this type"))]
        return self._payload_errors(contract, data)

    def _payload_errors(self, contract: Contract, data: dict[str, Any]) -> list[FieldError]:
        """Hook: what of a corrected payload does not fit its contract, or its message."""
        try:
            read = contract.payload.model_validate(data)
        except PayloadError as error:
            return field_errors(error)
        if contract.document(read) != self.document_key:
            detail = self.env._(
                "It would speak of document %(new)s, not of %(old)s: reject this message and let "
                "its system send another one",
                new=contract.document(read),
                old=self.document_key,
            )
            return [FieldError("", "document.changed", detail)]
        return []

    def _correct(self, text: str, reason: str) -> None:
        """Replace the payload and queue the message again; what it was is kept.

        Raises ``UserError`` with each field that does not fit the contract.
        """
        self.ensure_one()
        self._check_correct()
        errors = self._correction_errors(text)
        if errors:
            raise UserError("\n".join(f"{one.pointer} {one.detail}".strip() for one in errors))
        contract = contracts.get(self.type, self.direction)
        before, after = self._sent_data(), orjson.loads(text)
        if before == after:
            raise UserError(self.env._("Nothing is changed. Correct the payload, or retry."))
        Correction = self.env["integration.correction"]
        # sudo: nobody may write messages or corrections by hand; the right was checked above
        correction = Correction.sudo().create(
            {"message_id": self.id, "user_id": self.env.uid, "reason": reason}
            | Correction._prepare_versions(contract, before, after)
        )
        self.sudo().write(self._prepare_corrected_values(contract, before, after))
        self._note_correction(correction, reason)
        # what was decided was decided about something else
        self.env["integration.override"]._void(self)
        self._void_approvals(self.ids)
        self._queue_again(self.ids)

    def _prepare_corrected_values(self, contract, before, after) -> dict[str, Any]:
        values = self._prepare_payload(contract, after)
        # a key that the contract gave, not the sender, follows the payload
        if self.ordering_key == self._contract_key(contract, before):
            values["ordering_key"] = self._contract_key(contract, after)
        return values

    def _contract_key(self, contract, data) -> str | None:
        try:
            return contract.ordering_key(contract.payload.model_validate(data))
        except PayloadError:
            # the contract has become stricter since
            return None

    def _note_correction(self, correction, reason: str) -> None:
        self.env["integration.audit.entry"]._note(
            "message.corrected",
            {"reason": reason},
            messages=self.ids,
            record=correction,
            company_id=self.company_id.id,
            system_id=self.system_id.id,
        )

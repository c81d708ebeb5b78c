# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from pydantic import ValidationError as PayloadError

from odoo import models

from ..core.codes import MissingCode
from ..core.contract import Contract
from ..core.envelope import Envelope
from ..core.errors import FieldError, Unreadable, field_errors
from ..core.lanes import Lane
from ..core.raw import UNREADABLE, UnreadableRecord, changed_attribute, envelope_of


class IntegrationMessage(models.Model):
    """Corrections of records of outside products: judged by what their adapter makes of them."""

    _inherit = "integration.message"

    def _payload_errors(self, contract: Contract, data: dict[str, Any]) -> list[FieldError]:
        if self.adapter:
            return self._record_errors(data) or self._translation_errors(contract, data)
        errors = super()._payload_errors(contract, data)
        if self.type == UNREADABLE.type:
            # it was kept under an id of ours, as nobody knew of what document it speaks
            return [error for error in errors if error.code != "document.changed"]
        return errors

    def _record_errors(self, raw: dict[str, Any]) -> list[FieldError]:
        """Whether a corrected record is still about what the message is about."""
        if self.adapter not in self.env:
            text = self.env._("The adapter %(adapter)s is not installed", adapter=self.adapter)
            return [FieldError("", "adapter.unreadable", text)]
        old = self._sent_data()
        try:
            before, after = self._raw_envelope(old), self._raw_envelope(raw)
        except UnreadableRecord as error:
            text = self.env._("The adapter cannot read it: %(why)s", why=error)
            return [FieldError("", "adapter.unreadable", text)]
        attribute = changed_attribute(before, old, after, raw)
        if not attribute:
            return []
        text = self.env._(
            "It would be about something else (%(attribute)s was %(old)s, would be %(new)s): reject "
            "this message and let its system send another one",
            attribute=attribute,
            old=getattr(before, attribute),
            new=getattr(after, attribute),
        )
        return [FieldError("", "document.changed", text)]

    def _translation_errors(self, contract: Contract, raw: dict[str, Any]) -> list[FieldError]:
        try:
            contract.payload.model_validate(self._as_applied()._translate_raw(raw))
        except MissingCode:
            # not the record is to be mended then, but a code map
            return []
        except Unreadable as error:
            trace = (error.error or error.text).strip().splitlines()
            text = self.env._("The adapter cannot translate it: %(why)s", why=trace[-1])
            return [FieldError("", error.code, text)]
        except PayloadError as error:
            return [self._translated_error(one) for one in field_errors(error)]
        return []

    def _translated_error(self, error: FieldError) -> FieldError:
        # the record has no such field: it stands in what the adapter makes of it
        text = self.env._(
            "Translated, it does not fit the contract: %(pointer)s %(detail)s",
            pointer=error.pointer,
            detail=error.detail,
        )
        return FieldError("", error.code, text)

    def _raw_envelope(self, raw: dict[str, Any]) -> Envelope:
        """What the adapter says a record is about; raises ``UnreadableRecord``."""
        message = self._as_applied()
        return envelope_of(raw, message.env[message.adapter]._event, message.system_id.code)

    def _as_applied(self):
        """The message as adapters see it: they work as the service user, whoever corrects."""
        lane = Lane(self.company_id.id, self.system_id.id, self.workflow)
        return self.with_env(self.env["integration.drain"]._handler_env(lane))

    def _contract_key(self, contract, data):
        if not self.adapter:
            return super()._contract_key(contract, data)
        envelope = self._raw_envelope(data)
        return envelope.partitionkey or envelope.subject or self.document_key

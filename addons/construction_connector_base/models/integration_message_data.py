# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import traceback
from typing import Any

from pydantic import ValidationError as PayloadError

from odoo import models

from ..core import contract as contracts
from ..core.codes import Pair
from ..core.contract import Contract, Payload
from ..core.errors import Unreadable, field_errors
from ..core.upcast import UpcastError, upcast


class IntegrationMessage(models.Model):
    """What a message says, as its handler reads it."""

    _inherit = "integration.message"

    def _sent_data(self) -> dict[str, Any]:
        """Hook: the ``data`` that was accepted, in the version of the message's own type.

        Raises ``Unreadable``. The caller may change what it gets.
        """
        self.ensure_one()
        return self.payload or {}

    def _contract_data(self, sources: dict[Pair, str] | None = None) -> dict[str, Any]:
        """Hook: what was accepted, in the shape of the contract of its type.

        ``sources``: as in ``_read_data``. Raises ``Unreadable``.
        """
        return self._sent_data()

    def _read_data(self, sources: dict[Pair, str] | None = None) -> Payload:
        """The payload in the newest version of its contract, validated.

        ``sources``: gets what the sender wrote, by domain and our code, where an adapter has
        translated it. Raises ``Unreadable`` with the reason why a person must look at the message.
        """
        self.ensure_one()
        contract = contracts.get(self.type, self.direction)
        newest = contracts.get(contracts.newest_type(self.type, self.direction), self.direction)
        if contract is None or newest is None:
            text = self.env._("No installed addon handles %(type)s.", type=self.type)
            raise Unreadable("contract.unknown", text)
        data = self._contract_data(sources)
        if contract is not newest:
            # an upcaster relies on what its own version promises
            self._validate(contract, data, "contract.schema")
            data = self._upcast(contract, data)
            return self._validate(newest, data, "contract.upcast")
        return self._validate(newest, data, "contract.schema")

    def _validate(self, contract: Contract, data: dict[str, Any], reason_code: str) -> Payload:
        try:
            return contract.payload.model_validate(data)
        except PayloadError as error:
            errors = [one.as_dict() for one in field_errors(error, "/data")]
            text = self.env._(
                "%(field)s: %(detail)s", field=errors[0]["pointer"], detail=errors[0]["detail"]
            )
            raise Unreadable(reason_code, text, {"errors": errors}) from None

    def _upcast(self, contract: Contract, data: dict[str, Any]) -> dict[str, Any]:
        try:
            return upcast(contract, data)
        except UpcastError as error:
            text = self.env._(
                "It was sent as %(type)s, which could not be turned into a newer version.",
                type=error.type,
            )
            # not into the log: an error may quote the payload
            trace = "".join(traceback.format_exception(error))
            raise Unreadable("contract.upcast", text, error=trace) from None

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contracts: what a type of message carries, and who handles it.

A contract is registered when its addon is imported, once per process. It counts in a database
only if its handler model is installed there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from .types import Code, Day, LongText, Moment, Money, Percent, Quantity, Text

__all__ = [
    "Code",
    "Contract",
    "Day",
    "LongText",
    "Moment",
    "Money",
    "Payload",
    "Percent",
    "Quantity",
    "Text",
    "all_contracts",
    "get",
    "register",
]


class Payload(BaseModel):
    """Base of each payload model: unknown fields are refused, nothing is changed afterwards.

    ``model_fields_set`` tells what was sent: an omitted field leaves what is known unchanged,
    an explicit null clears it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class Contract:
    """One version of one type of message.

    ``handler``: name of the Odoo model that applies it. ``workflow``: its lane within a company
    and system. ``document``: number of the document a payload speaks of. ``ordering_key``:
    messages with the same key are applied one after the other. ``example``: a valid ``data``.
    """

    name: str
    version: int
    payload: type[Payload]
    handler: str
    workflow: str
    document: Callable[[Any], str]
    ordering_key: Callable[[Any], str]
    description: str = ""
    example: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def type(self) -> str:
        """The CloudEvents type, for example ``construction.goods.received.v1``."""
        return f"construction.{self.name}.v{self.version}"


_contracts: dict[str, Contract] = {}


def register(contract: Contract) -> Contract:
    """Make a contract known to this process; return it.

    Raises ``ValueError`` if its type is taken: two addons must not claim one type.
    """
    if contract.type in _contracts:
        raise ValueError(f"The contract {contract.type} is registered twice.")
    _contracts[contract.type] = contract
    return contract


def get(type_: str) -> Contract | None:
    """The contract of a CloudEvents type, or None."""
    return _contracts.get(type_)


def all_contracts() -> list[Contract]:
    """All contracts of this process, by type."""
    return [_contracts[type_] for type_ in sorted(_contracts)]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contracts: what a type of message carries, and who handles it.

A contract is registered when its addon is imported, once per process. It counts in a database
only if its handler model is installed there.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from .types import Code, CodeMap, Day, LongText, Moment, Money, Percent, Quantity, Text

__all__ = [
    "Code",
    "CodeMap",
    "Contract",
    "Day",
    "Direction",
    "LongText",
    "Moment",
    "Money",
    "Payload",
    "Percent",
    "Quantity",
    "Text",
    "all_contracts",
    "get",
    "installed",
    "newest_type",
    "register",
    "versions",
]

Direction = Literal["inbound", "outbound"]

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_XML_ID = re.compile(r"[a-z_][a-z0-9_]*\.[a-zA-Z0-9_.]+")


class Payload(BaseModel):
    """Base of each payload model: unknown fields are refused, nothing is changed afterwards.

    ``model_fields_set`` tells what was sent: an omitted field leaves what is known unchanged,
    an explicit null clears it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class Contract:
    """One version of one type of message.

    ``handler``: name of the Odoo model that applies it; of an outbound contract, of the one that
    publishes it. ``workflow``: its lane within a company and system, the same for all versions.
    ``document``: number of the document a payload speaks of. ``ordering_key``: messages with the
    same key are applied one after the other. ``description``: one or two sentences for senders.
    ``example``: a valid ``data``.

    ``groups``: XML ids of the groups that a service user needs so that its messages can be
    applied. ``sensitive``: the payload is kept encrypted and shown masked. ``retention``: code of
    the retention class. ``priority``: smaller goes first.

    ``upcast``: turns valid ``data`` of this version into that of version ``upcast_to`` (by default
    the next one); each version but the newest needs one. ``deprecated_on``: since when senders
    should use a newer version. ``sunset_on``: from this day on (UTC) the door refuses it.
    """

    name: str
    version: int
    payload: type[Payload]
    handler: str
    workflow: str
    document: Callable[[Any], str]
    ordering_key: Callable[[Any], str]
    description: str
    example: dict[str, Any] = field(hash=False)
    groups: tuple[str, ...] = ()
    sensitive: bool = False
    retention: str = "business"
    priority: int = 10
    upcast: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    upcast_to: int | None = None
    deprecated_on: date | None = None
    sunset_on: date | None = None
    direction: Direction = "inbound"

    # asked for several times of each message
    @cached_property
    def type(self) -> str:
        """The CloudEvents type, for example ``construction.goods.received.v1``."""
        return f"construction.{self.name}.v{self.version}"

    @property
    def next_type(self) -> str:
        """The type to which ``upcast`` leads; its own for the newest version."""
        version = (self.upcast_to or self.version + 1) if self.upcast else self.version
        return f"construction.{self.name}.v{version}"

    def is_sunset(self, today: date) -> bool:
        """Whether the door refuses it on that day."""
        return self.sunset_on is not None and today >= self.sunset_on


# A type may mean one thing in each direction: what is received and what is sent as
# ``budget.changed`` are two contracts.
_contracts: dict[tuple[Direction, str], Contract] = {}


def register(contract: Contract) -> Contract:
    """Make a contract known to this process; return it.

    Raises ``ValueError`` if its type is taken (two addons must not claim one type), if it
    contradicts itself, or if it does not go together with its other versions.
    """
    if get(contract.type, contract.direction):
        raise ValueError(f"The contract {contract.type} is registered twice.")
    _check(contract)
    _check_versions(contract)
    _contracts[contract.direction, contract.type] = contract
    return contract


def get(type_: str, direction: Direction = "inbound") -> Contract | None:
    """The contract of a CloudEvents type, or None."""
    return _contracts.get((direction, type_))


def all_contracts(direction: Direction | None = None) -> list[Contract]:
    """All contracts of this process, or those of one direction; by type."""
    found = [_contracts[key] for key in sorted(_contracts)]
    return [one for one in found if direction in (None, one.direction)]


def installed(models: Container[str], direction: Direction | None = None) -> list[Contract]:
    """The contracts whose handler is among the models of a database, by type."""
    return [one for one in all_contracts(direction) if one.handler in models]


def label_of(name: str) -> str:
    """A name of the code, for example of a workflow, as people read it.

    >>> label_of("master_data")
    'Master data'
    """
    return name.replace("_", " ").capitalize()


def versions(contract: Contract) -> list[Contract]:
    """All registered versions of a contract, oldest first."""
    same = [one for one in all_contracts(contract.direction) if one.name == contract.name]
    return sorted(same, key=lambda one: one.version)


def newest_type(type_: str, direction: Direction = "inbound") -> str:
    """The type to which the upcasters lead from this one, whether it is registered or not."""
    contract = get(type_, direction)
    while contract and contract.upcast:
        type_ = contract.next_type
        contract = get(type_, direction)
    return type_


def _check(contract: Contract) -> None:
    """Refuse a contract that contradicts itself."""
    rules = {
        "the name is not like 'goods.received'": _NAME.fullmatch(contract.name),
        "versions count from 1": contract.version >= 1,
        "an example is needed": contract.example,
        "a description is needed": contract.description,
        "groups are named by XML id": all(map(_XML_ID.fullmatch, contract.groups)),
        "upcast_to needs an upcaster": contract.upcast or contract.upcast_to is None,
        "an upcaster leads to a newer version": (contract.upcast_to or contract.version + 1)
        > contract.version,
        "a sunset follows a deprecation": contract.sunset_on is None
        or (contract.deprecated_on and contract.deprecated_on < contract.sunset_on),
    }
    for rule, is_kept in rules.items():
        if not is_kept:
            raise ValueError(f"{contract.type}: {rule}.")


def _check_versions(contract: Contract) -> None:
    """Refuse a contract that does not go together with the versions registered before."""
    others = versions(contract)
    for older in [one for one in (*others, contract) if one.upcast is None]:
        if any(one.version > older.version for one in (*others, contract)):
            raise ValueError(f"{older.type} is not the newest version: it needs an upcaster.")
    if any(one.workflow != contract.workflow for one in others):
        # in two lanes their order would be lost
        raise ValueError(f"{contract.type}: all versions have one workflow.")

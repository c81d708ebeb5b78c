# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may change which field: the system of record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

#: The context key under which a drain leaves its ``Guard``. Nobody can send one: it is an object.
GUARD = "integration_ownership"

Policy = Literal["refuse", "park", "note"]
#: How a message is to be applied: by the rules, as its sender says, or as Odoo says.
Decision = Literal["rules", "theirs", "ours"]


@dataclass(frozen=True)
class Rule:
    """Fields of a model that one side owns.

    ``owner``: id of the system that may change them; None: people in Odoo. ``company_id``: None
    for all. ``policy``: what becomes of a change by anybody else.
    """

    id: int
    owner: int | None
    owner_name: str
    fields: frozenset[str]
    company_id: int | None
    policy: Policy

    def covers(self, names: Collection[str]) -> list[str]:
        """Those of the field names that the rule is about."""
        return [name for name in names if name in self.fields]

    def binds(self, writer: int | None, company_id: int | None) -> bool:
        """Whether the rule keeps ``writer`` (id of a system, None: a person) from writing.

        A record without a company belongs to all companies.
        """
        return self.owner != writer and company_id in (None, self.company_id or company_id)


@dataclass(frozen=True)
class Conflict:
    """A change of a field by who does not own it: both values, as people read them."""

    model: str
    record_id: int
    record: str
    field: str
    label: str
    ours: str
    theirs: str
    owner: str
    policy: Policy

    def as_dict(self) -> dict[str, Any]:
        """The conflict as it is stored on a message and in the audit."""
        return dict(self.__dict__)


class OwnershipError(Exception):
    """A message would change what its sender does not own."""

    def __init__(self, conflicts: Iterable[Conflict]):
        self.conflicts = list(conflicts)
        super().__init__(", ".join(f"{one.record}: {one.label}" for one in self.conflicts))

    @property
    def code(self) -> str:
        """The reason code: refused where any rule refuses, else a conflict to decide."""
        refused = any(one.policy == "refuse" for one in self.conflicts)
        return "sor.refused" if refused else "sor.conflict"


@dataclass(eq=False)
class Guard:
    """How the messages that are just applied may write; and what was left out for it."""

    decision: Decision = "rules"
    left_out: list[Conflict] = field(default_factory=list)

    def stops(self, conflicts: Iterable[Conflict]) -> bool:
        """Whether a message with these conflicts must stop.

        A person may decide for what the sender says only where the rule asks a person.
        """
        stopping = {"rules": ("refuse", "park"), "theirs": ("refuse",), "ours": ()}
        return any(one.policy in stopping[self.decision] for one in conflicts)

    def take(self, records: Iterable[tuple[str, int]]) -> list[Conflict]:
        """The conflicts of these records (model, id), once."""
        wanted = set(records)
        found = [one for one in self.left_out if (one.model, one.record_id) in wanted]
        self.left_out = [one for one in self.left_out if one not in found]
        return found

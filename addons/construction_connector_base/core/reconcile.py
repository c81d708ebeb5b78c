# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Control totals of two sides, how they are compared, and what is different.

Each side tells of the documents of one workflow in one period: how many, what they are worth,
how many in each state, and a digest of their ids. Only what both sides tell is compared.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

DriftKind = Literal[
    "missing_here", "missing_there", "different_state", "different_value", "duplicate"
]


def ids_digest(ids: Iterable[str]) -> str:
    """SHA-256 over the sorted ids, in hexadecimal; the order in which they come does not matter.

    The ids are encoded as UTF-8, sorted by their bytes, and each is followed by one line feed: the
    same as ``LC_ALL=C sort ids.txt | sha256sum``. An id that occurs twice counts twice.

    >>> ids_digest(["b", "a"]) == hashlib.sha256(b"a\\nb\\n").hexdigest()
    True
    """
    lines = sorted(id_.encode() for id_ in ids)
    return hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


@dataclass(frozen=True)
class ControlItem:
    """One document as one side knows it.

    ``value``: in company currency. ``is_applied``: whether it has had its effect.
    """

    id: str
    state: str | None = None
    value: Decimal | None = None
    is_applied: bool = True


@dataclass(frozen=True)
class ControlTotals:
    """What one side tells of a period; None: it does not tell.

    ``count``: documents. ``applied``: how many of them have had their effect. ``value``: their
    sum in company currency. ``states``: documents in each state. ``digest``: ``ids_digest`` of
    their ids. ``items``: the documents themselves.
    ``vocabulary``: the states this side can name; states are compared only if it names all of the
    other side's.
    """

    count: int | None = None
    applied: int | None = None
    value: Decimal | None = None
    states: Mapping[str, int] | None = None
    digest: str | None = None
    items: Sequence[ControlItem] | None = None
    vocabulary: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, items: Iterable[ControlItem], vocabulary: Collection[str] = ()) -> "ControlTotals":
        """The totals of these documents. A value or state that one of them lacks is not told."""
        items = list(items)
        has_values = all(item.value is not None for item in items)
        has_states = all(item.state is not None for item in items)
        return cls(
            count=len(items),
            applied=sum(item.is_applied for item in items),
            value=sum((item.value or Decimal() for item in items), Decimal())
            if has_values
            else None,
            states=dict(Counter(item.state or "" for item in items)) if has_states else None,
            digest=ids_digest(item.id for item in items),
            items=items,
            vocabulary=frozenset(vocabulary),
        )

    def as_dict(self) -> dict[str, Any]:
        """The totals without the items, for storing as JSON; decimals as strings."""
        return {
            "count": self.count,
            "applied": self.applied,
            "value": None if self.value is None else str(self.value),
            "states": None if self.states is None else dict(sorted(self.states.items())),
            "digest": self.digest,
            "vocabulary": sorted(self.vocabulary),
        }

    def items_as_rows(self) -> list[list[Any]] | None:
        """The documents, for storing as JSON."""
        if self.items is None:
            return None
        return [
            [item.id, item.state, None if item.value is None else str(item.value), item.is_applied]
            for item in self.items
        ]

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], rows: Iterable[Sequence[Any]] | None = None
    ) -> "ControlTotals":
        """What ``as_dict`` and ``items_as_rows`` have given."""
        value = data.get("value")
        return cls(
            count=data.get("count"),
            applied=data.get("applied"),
            value=None if value is None else Decimal(value),
            states=data.get("states"),
            digest=data.get("digest"),
            items=None if rows is None else [_item(*row) for row in rows],
            vocabulary=frozenset(data.get("vocabulary") or ()),
        )


@dataclass(frozen=True)
class Measure:
    """One figure of both sides. ``matches``: None if one of them does not tell it."""

    name: str
    source: Any
    target: Any

    @property
    def matches(self) -> bool | None:
        """Whether both sides tell the same."""
        if self.source is None or self.target is None:
            return None
        return bool(self.source == self.target)

    @property
    def difference(self) -> Any:
        """Source less target, or None where that has no meaning."""
        numbers = (int, Decimal)
        if isinstance(self.source, numbers) and isinstance(self.target, numbers):
            return self.source - self.target
        return None


@dataclass(frozen=True)
class Drift:
    """One document on which the two sides differ.

    ``theirs`` and ``ours``: how each side has it, in words; empty: not at all. ``amount``: what
    is at stake, in company currency.
    """

    kind: DriftKind
    external_id: str
    theirs: str = ""
    ours: str = ""
    amount: Decimal | None = None


def measures(source: ControlTotals, target: ControlTotals) -> list[Measure]:
    """The figures of both sides, one after the other."""
    found = [
        Measure("count", source.count, target.count),
        # what was sent shall have had its effect
        Measure("applied", source.count, target.applied),
        Measure("value", source.value, target.value),
    ]
    if _speak_alike(source, target):
        theirs, ours = source.states or {}, target.states or {}
        found += [
            Measure(f"state:{state}", theirs.get(state, 0), ours.get(state, 0))
            for state in sorted({*theirs, *ours})
        ]
    return [*found, Measure("digest", source.digest, target.digest)]


def is_match(source: ControlTotals, target: ControlTotals) -> bool:
    """Whether something was compared, and all of it is the same."""
    results = [measure.matches for measure in measures(source, target)]
    return any(result is not None for result in results) and False not in results


def drifts(source: ControlTotals, target: ControlTotals) -> list[Drift]:
    """The documents on which the sides differ, by id.

    If the source does not name its documents, only those of ours that had no effect are known.
    """
    if target.items is None:
        return []
    ours = _by_id(target.items)
    theirs = ours if source.items is None else _by_id(source.items)
    with_states = source.items is not None and _speak_alike(source, target)
    found: list[Drift] = []
    for id_ in sorted({*theirs, *ours}):
        found += _drifts_of(id_, theirs.get(id_, []), ours.get(id_, []), with_states)
    return found


def _drifts_of(
    id_: str, theirs: Sequence[ControlItem], ours: Sequence[ControlItem], with_states: bool
) -> list[Drift]:
    if not ours:
        return [Drift("missing_here", id_, _words(theirs), "", _value(theirs))]
    if not theirs:
        return [Drift("missing_there", id_, "", _words(ours), _value(ours))]
    found = []
    if len(theirs) != len(ours):
        amount = max(theirs + list(ours), key=lambda item: item.value or 0).value
        found.append(Drift("duplicate", id_, f"{len(theirs)} ×", f"{len(ours)} ×", amount))
    their, our = theirs[-1], ours[-1]
    if not our.is_applied or (with_states and their.state != our.state):
        amount = our.value if our.value is not None else their.value
        state = "" if their is our else their.state or ""
        found.append(Drift("different_state", id_, state, our.state or "", amount))
    if their.value is not None and our.value is not None and their.value != our.value:
        amount = abs(their.value - our.value)
        found.append(Drift("different_value", id_, str(their.value), str(our.value), amount))
    return found


def _item(id_: str, state: str | None, value: str | None, is_applied: bool) -> ControlItem:
    return ControlItem(id_, state, None if value is None else Decimal(value), is_applied)


def _speak_alike(source: ControlTotals, target: ControlTotals) -> bool:
    if source.states is None or target.states is None:
        return False
    return set(source.states) <= target.vocabulary


def _by_id(items: Iterable[ControlItem]) -> dict[str, list[ControlItem]]:
    found: dict[str, list[ControlItem]] = {}
    for item in items:
        found.setdefault(item.id, []).append(item)
    return found


def _words(items: Sequence[ControlItem]) -> str:
    return items[-1].state or str(items[-1].value if items[-1].value is not None else "")


def _value(items: Sequence[ControlItem]) -> Decimal | None:
    values = [item.value for item in items if item.value is not None]
    return sum(values, Decimal()) if values else None

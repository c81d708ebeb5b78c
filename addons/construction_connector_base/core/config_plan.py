# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What importing a configuration would change, and how that is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .config import Entry, Section

Kind = Literal["create", "update", "delete", "unchanged", "only_here"]
SIGNS: dict[Kind, str] = {
    "create": "+",
    "update": "~",
    "delete": "-",
    "unchanged": "=",
    "only_here": " ",
}


@dataclass(frozen=True)
class Change:
    """What becomes of one entry.

    ``before``: as it is here. ``after``: what the file says of it, if that is something else.
    """

    kind: Kind
    section: Section
    path: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    children: Sequence["Change"] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything would be written."""
        return self.kind in ("create", "update", "delete")


def plan(
    section: Section,
    entries: Sequence[Entry],
    current: Sequence[Mapping[str, Any]],
    prefix: str = "",
) -> list[Change]:
    """Compare the entries of the file with those here; by the file, then what is only here.

    Values must be in the form in which ``current`` has them.
    """
    here = {section.key_of(values): values for values in current}
    changes = []
    for entry in entries:
        known = here.pop(section.key_of(entry.values), None)
        change = _change(section, entry, known)
        if change:
            changes.append(change)
    rest = sorted(here.values(), key=lambda values: sort_key(section, values))
    return changes + [
        Change("only_here", section, prefix + section.label(values), values) for values in rest
    ]


def sort_key(section: Section, values: Mapping[str, Any]) -> list[tuple[bool, str]]:
    """The order in which entries are written: by their keys, what has none first."""
    return [(part is not None, str(part)) for part in section.key_of(values)]


def _change(section: Section, entry: Entry, known: Mapping[str, Any] | None) -> Change | None:
    if entry.is_absent:
        return Change("delete", section, entry.path, known) if known else None
    if known is None:
        children = _children(section, entry, {})
        return Change("create", section, entry.path, {}, entry.values, children)
    after = {name: value for name, value in entry.values.items() if value != known.get(name)}
    children = _children(section, entry, known)
    is_changed = after or any(child.is_change for child in children)
    return Change(
        "update" if is_changed else "unchanged", section, entry.path, known, after, children
    )


def _children(section: Section, entry: Entry, known: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(
        change
        for name, child in section.children.items()
        for change in plan(
            child, entry.children.get(name, []), known.get(name) or [], f"{entry.path}."
        )
    )


def count(changes: Sequence[Change]) -> dict[str, int]:
    """How many entries of the first level are created, updated, and so on."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in SIGNS if kind in kinds}


def render(changes: Sequence[Change]) -> str:
    """The changes as text: one line for each entry, one for each value that changes."""
    return "\n".join(line for change in changes for line in _lines(change, ""))


def _lines(change: Change, indent: str) -> Iterator[str]:
    note = " (only here, stays)" if change.kind == "only_here" else ""
    yield f"{indent}{SIGNS[change.kind]} {change.path}{note}"
    for name, value in change.after.items():
        if change.kind == "create":
            if name not in change.section.key:
                yield f"{indent}    {name}: {_shown(value)}"
        else:
            yield f"{indent}    {name}: {_shown(change.before.get(name))} → {_shown(value)}"
    for child in change.children:
        if child.is_change:
            yield from _lines(child, indent + "    ")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_shown(part)}" for name, part in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value) or "nothing"
    return f"“{value}”" if isinstance(value, str) else str(value)

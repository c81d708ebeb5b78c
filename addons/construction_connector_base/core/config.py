# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration as one YAML file: read strictly, written in one stable form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

VERSION = 1
MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 20
ABSENT = "absent"


class ConfigError(Exception):
    """The file cannot be taken. ``path``: where in it, for example ``systems[field].name``."""

    def __init__(self, path: str, text: str):
        super().__init__(f"{path}: {text}" if path else text)
        self.path = path
        self.text = text


@dataclass(frozen=True)
class Section:
    """A kind of setting in the file.

    ``name``: its heading. ``model``: the Odoo model. ``key``: the names that identify an entry;
    the first one must be given.
    ``fields``: name in the file → field of the model, keys included. ``children``: entries within
    an entry, by their name in the file; ``parent``: the field of a child that names its owner.
    ``part``: the Odoo model that reads and writes entries. ``order``: smaller goes first; what is
    referred to must come before what refers to it.
    """

    name: str
    model: str
    key: tuple[str, ...]
    fields: Mapping[str, str]
    children: Mapping[str, "Section"] = field(default_factory=dict)
    parent: str = ""
    part: str = "integration.config.part"
    order: int = 50

    @property
    def names(self) -> list[str]:
        """All names that an entry may have, in the order in which they are written."""
        return [*self.fields, *self.children]

    def key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """What identifies the entry."""
        return tuple(_hashable(values.get(name)) for name in self.key)

    def label(self, values: Mapping[str, Any]) -> str:
        """The entry's place within its list, as paths show it."""
        parts = list(self.key_of(values))
        while parts[1:] and parts[-1] is None:
            parts.pop()
        shown = ["-" if part is None else _label(part) for part in parts]
        return f"{self.name}[{', '.join(shown)}]"


@dataclass(frozen=True)
class Entry:
    """One entry of the file. ``is_absent``: it shall not exist."""

    path: str
    values: dict[str, Any]
    children: dict[str, list["Entry"]] = field(default_factory=dict)
    is_absent: bool = False


def dump(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The entries of each section as YAML; lists of sections and names keep their order."""
    document = {"version": VERSION, **{name: list(rows) for name, rows in data.items() if rows}}
    return yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


def read(text: str, sections: Iterable[Section]) -> dict[str, list[Entry]]:
    """The entries of a file by section. Raises ``ConfigError`` for whatever is not understood."""
    document = _load(text)
    if not isinstance(document, dict):
        raise ConfigError("", "The file must be a mapping that begins with 'version: 1'")
    if document.get("version") != VERSION:
        raise ConfigError("version", f"This must be {VERSION}")
    known = {section.name: section for section in sections}
    for name in document:
        if name != "version" and name not in known:
            raise ConfigError(str(name), "No section has this name")
    return {
        name: _entries(section, document[name], "")
        for name, section in known.items()
        if name in document
    }


def _entries(section: Section, rows: Any, prefix: str) -> list[Entry]:
    path = f"{prefix}{section.name}"
    if not isinstance(rows, list):
        raise ConfigError(path, "A list is expected")
    entries = [_entry(section, row, prefix, place) for place, row in enumerate(rows, 1)]
    seen = set()
    for entry in entries:
        if entry.path in seen:
            raise ConfigError(entry.path, "This entry stands there twice")
        seen.add(entry.path)
    return entries


def _entry(section: Section, row: Any, prefix: str, place: int) -> Entry:
    if len(section.key) == 1 and not isinstance(row, (dict, list)):
        # an entry of which nothing but its key is to be said
        row = {section.key[0]: row}
    path = f"{prefix}{section.name}[#{place}]"
    if not isinstance(row, dict):
        raise ConfigError(path, "A mapping is expected")
    if section.key[0] not in row:
        raise ConfigError(path, f"'{section.key[0]}' is missing, which says which entry this is")
    row = {name: None for name in section.key} | row
    path = prefix + section.label(row)
    for name in row:
        if name != ABSENT and name not in section.names:
            raise ConfigError(f"{path}.{name}", "Nothing has this name here")
    absent = row.get(ABSENT, False)
    if not isinstance(absent, bool):
        raise ConfigError(f"{path}.{ABSENT}", "true or false is expected")
    return Entry(
        path,
        {name: value for name, value in row.items() if name in section.fields},
        {
            name: _entries(child, row[name], f"{path}.")
            for name, child in section.children.items()
            if name in row
        },
        absent,
    )


def _load(text: str) -> Any:
    if len(text.encode()) > MAX_BYTES:
        raise ConfigError("", f"The file is larger than {MAX_BYTES} bytes")
    try:
        _check_events(text)
        # a subclass of the safe loader: it makes plain values only
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise ConfigError(where, "This is no valid YAML") from None
    except ValueError:
        # a date such as 2026-02-31
        raise ConfigError("", "A value of the file cannot be read") from None


def _check_events(text: str) -> None:
    """Refuse what a small file could use to grow without bound."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        where = f"line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(where, "Anchors and aliases are not taken: write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ConfigError(where, "The values are nested too deeply")


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _value in node.value:
            key = key_node.value
            if not isinstance(key, str) or key in seen:
                where = f"line {key_node.start_mark.line + 1}"
                raise ConfigError(where, f"'{key}' cannot stand here, or stands there twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        # lists stand indented under their name
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _hashable(value: Any) -> Any:
    return tuple(_hashable(part) for part in value) if isinstance(value, list) else value


def _label(value: Any) -> str:
    if isinstance(value, tuple):
        return "/".join("-" if part is None else _label(part) for part in value)
    return str(value)

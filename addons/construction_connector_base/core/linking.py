# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which record of Odoo an outside system's id may stand for."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .suggest import plain

ID = "external_id"
NAME = "name"
CODE = "code"
#: Scores of matches, of 100.
EXACT, SAME_NAME, ALIKE = 100.0, 95.0, 90.0
#: Names that are less alike than this are not shown.
CUTOFF = 70.0


@dataclass(frozen=True)
class Target:
    """Where the ids of an entity belong.

    ``keys``: columns that identify a record, with their fields; the column ``code`` is also
    compared with the id itself. ``shown``: further columns that are compared and shown.
    """

    model: str
    name_field: str
    keys: Mapping[str, str]
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        """All columns with their fields."""
        return {NAME: self.name_field, **self.keys, **self.shown}


@dataclass(frozen=True)
class Row:
    """A record of the outside system: its id and what is known of it, by column."""

    external_id: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """A record of Odoo, with the same columns."""

    id: int
    values: Mapping[str, str]


class Candidate(NamedTuple):
    """A record that may be meant: by which column, and how sure (0 to 100)."""

    record: Known
    method: str
    score: float


class Difference(NamedTuple):
    """A column in which the two sides differ."""

    column: str
    theirs: str
    ours: str


class Matcher:
    """Finds candidates among the records of Odoo: by keys, by the same name, by a like name."""

    def __init__(self, records: Iterable[Known], keys: Sequence[str]):
        self._records = {record.id: record for record in records}
        self._keys = keys
        self._by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for record in self._records.values():
            for column in (*keys, NAME):
                if value := plain(record.values.get(column, "")):
                    self._by_key[column, value].append(record.id)
        self._names = {
            record.id: _words(record.values.get(NAME, "")) for record in self._records.values()
        }

    def candidates(self, row: Row, limit: int = 3) -> list[Candidate]:
        """The best candidates, best first; like names only where nothing else fits."""
        found: dict[int, Candidate] = {}
        for column, value in self._key_values(row):
            for id_ in self._by_key.get((column, plain(value)), ()):
                score = SAME_NAME if column == NAME else EXACT
                found.setdefault(id_, Candidate(self._records[id_], column, score))
        if not found:
            found = {one.record.id: one for one in self._alike(row, limit)}
        return sorted(found.values(), key=lambda one: (-one.score, one.record.id))[:limit]

    def _key_values(self, row: Row) -> list[tuple[str, str]]:
        values = [(column, row.values.get(column, "")) for column in (*self._keys, NAME)]
        if CODE in self._keys:
            values.insert(0, (CODE, row.external_id))
        return [(column, value) for column, value in values if plain(value)]

    def _alike(self, row: Row, limit: int) -> list[Candidate]:
        name = _words(row.values.get(NAME, ""))
        if not name:
            return []
        found = process.extract(
            name, self._names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=CUTOFF
        )
        return [
            Candidate(self._records[id_], "alike", round(score * ALIKE / 100, 1))
            for _name, score, id_ in found
        ]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def is_sure(candidates: Sequence[Candidate]) -> bool:
    """Whether just one record fits, by a key."""
    return len(candidates) == 1 and candidates[0].score == EXACT


def differences(row: Row, record: Known) -> list[Difference]:
    """The columns that both sides know and that differ, letter case and separators aside."""
    return [
        Difference(column, theirs, record.values[column])
        for column, theirs in row.values.items()
        if theirs and record.values.get(column) and plain(theirs) != plain(record.values[column])
    ]


def read_table(text: str, columns: Iterable[str]) -> tuple[list[Row], list[tuple[int, str]]]:
    """Rows of a pasted table, and its errors as (line, what is wrong).

    The first line names the columns, among them ``external_id``; tab, semicolon or comma separate
    them. Unknown columns are left out. Kinds of errors: ``header``, ``columns``, ``empty``,
    ``twice``, ``csv``.
    """
    lines = text.strip("\r\n").lstrip("\ufeff")
    header = lines.split("\n", 1)[0]
    delimiter = max("\t;,", key=header.count)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
    wanted = {ID, *columns}
    rows: dict[str, Row] = {}
    errors: list[tuple[int, str]] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if ID not in names:
            return [], [(1, "header")]
        for cells in reader:
            if any(cells):
                error = _read_row(names, cells, wanted, rows)
                if error:
                    errors.append((reader.line_num, error))
    except csv.Error:
        errors.append((reader.line_num, "csv"))
    return list(rows.values()), errors


def _read_row(
    names: Sequence[str], cells: Sequence[str], wanted: set[str], rows: dict[str, Row]
) -> str | None:
    if len(cells) != len(names):
        return "columns"
    values = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if name in wanted}
    external_id = values.pop(ID)
    if not external_id:
        return "empty"
    if external_id in rows:
        return "twice"
    rows[external_id] = Row(external_id, values)
    return None

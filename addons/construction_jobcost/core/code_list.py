# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read a list of cost codes from a table; every finding names row and code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .table import Finding, heading_of, missing_columns, rows_of

REQUIRED = ("code", "name")
COLUMNS = ("code", "name", "parent", "unit", "cost_types")


@dataclass(frozen=True)
class CodeRow:
    """A code as read: texts stripped, zeros in front kept, "" where nothing stands.

    columns: what the file names; the rest of a code that exists stays as it is.
    """

    row: int
    code: str
    name: str
    parent: str
    unit: str
    cost_types: tuple[str, ...]
    columns: frozenset[str]


def read_codes(table: list[list[str]]) -> tuple[list[CodeRow], list[Finding]]:
    """Return the codes of a table with a heading, and what is wrong with it.

    Findings: "column", "missing" and "repeated". Empty rows are passed over.
    """
    heading = heading_of(table)
    findings = missing_columns(heading, REQUIRED)
    rows: list[CodeRow] = []
    seen: set[str] = set()
    for number, cells in rows_of(table, heading) if not findings else ():
        row = _read_row(number, cells)
        findings += [Finding(number, "missing", name) for name in REQUIRED if not cells.get(name)]
        if row.code and row.code in seen:
            findings.append(Finding(number, "repeated", row.code))
        seen.add(row.code)
        rows.append(row)
    return rows, findings


def _read_row(number: int, cells: Mapping[str, str]) -> CodeRow:
    texts = {name: cells.get(name, "") for name in COLUMNS}
    types = tuple(part for part in re.split(r"[\s,;|]+", texts.pop("cost_types")) if part)
    return CodeRow(number, cost_types=types, columns=frozenset(cells), **texts)


def levels(parents: Mapping[str, str]) -> tuple[list[list[str]], list[str]]:
    """Return the codes level by level, and those that stand above themselves.

    parents: {code: code above it}; one that is not in the mapping exists already.
    """
    result: list[list[str]] = []
    left = dict(parents)
    while left:
        level = [code for code, parent in left.items() if parent not in left]
        if not level:
            break
        result.append(level)
        for code in level:
            del left[code]
    return result, list(left)

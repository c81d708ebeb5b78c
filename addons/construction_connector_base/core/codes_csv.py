# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines of a code map as CSV, read back exactly as they were written.

A value that a spreadsheet would take for a formula is written with an apostrophe in front, which
is taken away when it is read; so is one that begins with an apostrophe itself.
"""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

COLUMNS = ("their_code", "our_code", "note")
#: What spreadsheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CODE = 128
MAX_NOTE = 512


class CodeRow(NamedTuple):
    """A line of a code map."""

    external: str
    code: str
    note: str


class RowError(NamedTuple):
    """What is wrong in a line of the file (the header is line 1); ``value`` says where."""

    line: int
    kind: str
    value: str


def dump(rows: Iterable[CodeRow]) -> bytes:
    """The rows as UTF-8 CSV with a byte order mark, so that spreadsheets read it as UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([_guard(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def parse(content: bytes) -> tuple[list[CodeRow], list[RowError]]:
    """The rows of a file and what is wrong with it; commas or semicolons, with or without mark.

    Kinds of errors: ``encoding``, ``header``, ``csv``, ``columns``, ``empty``, ``long``.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [RowError(content[: error.start].count(b"\n") + 1, "encoding", "")]
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _read(reader)


def _read(reader) -> tuple[list[CodeRow], list[RowError]]:
    rows: list[CodeRow] = []
    errors: list[RowError] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in COLUMNS[:2] if name not in names]:
            return [], [RowError(1, "header", ", ".join(missing))]
        begin = reader.line_num + 1
        for cells in reader:
            # an empty line has one empty cell at most
            if any(cells):
                row, error = _row(begin, names, cells)
                (errors if row is None else rows).append(error if row is None else row)
            begin = reader.line_num + 1
    except csv.Error as error:
        errors.append(RowError(reader.line_num, "csv", str(error)))
    return rows, errors


def _row(line: int, names: list[str], cells: list[str]) -> tuple[CodeRow | None, RowError | None]:
    if len(cells) != len(names):
        return None, RowError(line, "columns", str(len(cells)))
    values = dict(zip(names, map(_unguard, cells), strict=True))
    row = CodeRow(*(values.get(name, "") for name in COLUMNS))
    for name, value, most in zip(COLUMNS, row, (MAX_CODE, MAX_CODE, MAX_NOTE), strict=True):
        if not value and name != "note":
            return None, RowError(line, "empty", name)
        if len(value) > most:
            return None, RowError(line, "long", name)
        if "\x00" in value:
            return None, RowError(line, "csv", name)
    return row, None


def _guard(value: str) -> str:
    return f"'{value}" if value.startswith((*FORMULA, "'")) else value


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read a table from CSV or XLSX as texts; what is wrong with a row is a finding."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

#: A number format that shows zeros in front: 0310 is kept as 310 with the format 0000.
ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a row of the file; ``row`` counts from 1, the heading included.

    code: the same in every release; the reader of each kind of file names its own.
    """

    row: int
    code: str
    value: str = ""


def read_table(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet, or of a CSV in UTF-8, as texts.

    Raises ValueError for anything else.
    """
    if content[:2] == b"PK":
        try:
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError) as error:
            raise ValueError("not a workbook") from error
        return [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    text = content.decode("utf-8-sig")
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    return [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    # a spreadsheet keeps whole numbers as 3.0
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    return str(value).strip()


def heading_of(table: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns: small letters, underscores for spaces."""
    return [cell.lower().replace(" ", "_") for cell in table[0]] if table else []


def missing_columns(heading: Sequence[str], required: Iterable[str]) -> list[Finding]:
    """Return a finding for each column that is required and is not there."""
    return [Finding(1, "column", name) for name in required if name not in heading]


def rows_of(
    table: Sequence[Sequence[str]], heading: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the number of each row below the heading and its cells; empty rows are left out."""
    for number, cells in enumerate(table[1:], 2):
        if any(cells):
            yield number, dict(zip(heading, cells, strict=False))

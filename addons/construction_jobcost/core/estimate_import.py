# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read the lines of an estimate from CSV or XLSX; every finding names row and code."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

COLUMNS = (
    "line",
    "phase",
    "cost_code",
    "cost_type",
    "description",
    "quantity",
    "unit",
    "unit_cost",
    "amount",
)
REQUIRED = ("cost_code", "cost_type")
NUMBERS = ("quantity", "unit_cost", "amount")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a row of the file; ``row`` counts from 1, the heading included.

    code, the same in every release: "file", "column", "missing", "number", "amount",
    "repeated", and of the database "cost_code", "cost_type", "phase", "unit".
    """

    row: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class Line:
    """A line as read: texts stripped, zeros in front kept; numbers None where not given."""

    row: int
    texts: dict[str, str]
    numbers: dict[str, Decimal | None]


def read_table(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet, or of a CSV in UTF-8, as texts.

    Raises ValueError for anything else.
    """
    if content[:2] == b"PK":
        try:
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError) as error:
            raise ValueError("not a workbook") from error
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = content.decode("utf-8-sig")
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    return [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    # a spreadsheet keeps whole numbers as 3.0
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_lines(table: list[list[str]]) -> tuple[list[Line], list[Finding]]:
    """Return the lines of a table with a heading, and what is wrong with it.

    A line needs an amount, or quantity and unit cost. Empty rows are passed over.
    """
    heading = [cell.lower().replace(" ", "_") for cell in table[0]] if table else []
    findings = [Finding(1, "column", name) for name in REQUIRED if name not in heading]
    if findings:
        return [], findings
    lines = []
    for row, cells in enumerate(table[1:], 2):
        if any(cells):
            line, wrong = _read_line(row, dict(zip(heading, cells, strict=False)))
            lines.append(line)
            findings += wrong
    return lines, findings + list(_repeated(lines))


def _read_line(row: int, cells: dict[str, str]) -> tuple[Line, list[Finding]]:
    texts = {name: cells.get(name, "") for name in COLUMNS if name not in NUMBERS}
    findings = [Finding(row, "missing", name) for name in REQUIRED if not texts[name]]
    numbers: dict[str, Decimal | None] = {}
    for name in NUMBERS:
        numbers[name] = None
        if text := cells.get(name, ""):
            try:
                number = Decimal(text)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                numbers[name] = number
            else:
                findings.append(Finding(row, "number", text))
    priced = numbers["quantity"] is not None and numbers["unit_cost"] is not None
    if not findings and numbers["amount"] is None and not priced:
        findings.append(Finding(row, "amount"))
    return Line(row, texts, numbers), findings


def _repeated(lines: Iterable[Line]) -> Iterable[Finding]:
    seen: set[str] = set()
    for line in lines:
        number = line.texts["line"]
        if number and number in seen:
            yield Finding(line.row, "repeated", number)
        seen.add(number)

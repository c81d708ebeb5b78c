# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read the lines of an estimate from a table; every finding names row and code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .table import Finding, heading_of, missing_columns, rows_of

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
class Line:
    """A line as read: texts stripped, zeros in front kept; numbers None where not given."""

    row: int
    texts: dict[str, str]
    numbers: dict[str, Decimal | None]


def read_lines(table: list[list[str]]) -> tuple[list[Line], list[Finding]]:
    """Return the lines of a table with a heading, and what is wrong with it.

    A line needs an amount, or quantity and unit cost. Empty rows are passed over. Findings:
    "column", "missing", "number", "amount", "repeated".
    """
    heading = heading_of(table)
    findings = missing_columns(heading, REQUIRED)
    lines: list[Line] = []
    for row, cells in rows_of(table, heading) if not findings else ():
        line, wrong = _read_line(row, cells)
        lines.append(line)
        findings += wrong
    return lines, findings + list(_repeated(lines))


def _read_line(row: int, cells: Mapping[str, str]) -> tuple[Line, list[Finding]]:
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

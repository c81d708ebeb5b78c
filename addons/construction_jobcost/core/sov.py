# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read a schedule of values from a pasted or uploaded table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: Names of the columns in a heading row, in the order they are taken without one.
COLUMNS = {
    "ref": ("no", "no.", "line", "line no.", "item", "item no."),
    "name": ("description", "description of work", "name", "scope"),
    "code": ("cost code", "code", "budget code"),
    "kind": ("cost type", "type", "category"),
    "amount": ("scheduled value", "amount", "value", "total"),
    "phase": ("phase", "sub job"),
    "quantity": ("quantity", "qty"),
    "price": ("unit price", "price", "rate", "unit cost"),
}
THOUSANDS = re.compile(r"^\d{1,3}([,.' ]\d{3})+$")


@dataclass(frozen=True)
class SovRow:
    """A row as read: texts are stripped, numbers None where nothing stands.

    number: of the row in the table, from 1. A row with a description alone is a section.
    """

    number: int
    ref: str
    name: str
    code: str
    kind: str
    phase: str
    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None

    @property
    def is_section(self) -> bool:
        """Tell whether the row only heads the rows below."""
        return not self.code and self.amount is None and self.price is None


def read_rows(table: Iterable[Sequence[object]]) -> list[SovRow]:
    """Read the rows of a table, with or without a heading; empty rows are left out.

    Raises ValueError naming row and text of a number that is none.
    """
    places = {name: index for index, name in enumerate(COLUMNS)}
    rows = []
    for number, raw in enumerate(table, 1):
        cells = [_text(cell) for cell in raw]
        if not any(cells):
            continue
        heading = _heading(cells)
        if heading and not rows:
            places = heading
            continue
        rows.append(_row(number, cells, places))
    return rows


def read_text(text: str) -> list[SovRow]:
    """Read what was copied from a spreadsheet: tabs between cells, else semicolons."""
    separator = "\t" if "\t" in text else ";"
    return read_rows(line.split(separator) for line in text.splitlines())


def read_number(text: str) -> Decimal | None:
    """Read 1,234.50 as well as 1.234,50, (5) and -5; nothing is None. Raises ValueError."""
    bare = re.sub(r"[\s$€£]", "", text)
    if not bare:
        return None
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    sign, digits = ("-", bare[1:]) if bare[:1] in "-−" else ("", bare)
    try:
        value = Decimal(sign + _plain(digits))
    except InvalidOperation:
        raise ValueError(text) from None
    return -value if negative else value


def _plain(digits: str) -> str:
    last = max(digits.rfind(","), digits.rfind("."))
    both = "," in digits and "." in digits
    if last < 0 or (not both and "," in digits and THOUSANDS.match(digits)):
        return re.sub(r"[,.']", "", digits)
    return re.sub(r"[,.']", "", digits[:last]) + "." + digits[last + 1 :]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _heading(cells: Sequence[str]) -> dict[str, int]:
    """Return {column: place} of a heading row, empty where it is none."""
    names = [cell.lower() for cell in cells]
    places = {
        column: names.index(known)
        for column, labels in COLUMNS.items()
        for known in labels
        if known in names
    }
    return places if "name" in places and "code" in places else {}


def _row(number: int, cells: Sequence[str], places: dict[str, int]) -> SovRow:
    def cell(column: str) -> str:
        place = places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def value(column: str) -> Decimal | None:
        try:
            return read_number(cell(column))
        except ValueError:
            raise ValueError(f"{number}: {cell(column)}") from None

    return SovRow(
        number,
        cell("ref"),
        cell("name"),
        cell("code"),
        cell("kind"),
        cell("phase"),
        value("quantity"),
        value("price"),
        value("amount"),
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The WIP schedule as a spreadsheet: what stands in it is written, not calculated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .document_workbook import Book, Page

#: What a column holds; percentages are given in percent.
TEXT, AMOUNT, PERCENT = "text", "amount", "percent"
HUNDRED = Decimal(100)
#: Widths of columns, in letters: of the first one, and by what the others hold.
FIRST = 50
WIDTHS = {TEXT: 30, AMOUNT: 18, PERCENT: 11}

Values = Mapping[str, str | Decimal]


@dataclass(frozen=True)
class WipSheet:
    """What the sheet says besides its rows, in the reader's language.

    facts: (label, value) below the title; columns: (name, label, kind); total: label of the last
    row, which has the sums; digits: decimal places of the currency.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str, str]]
    total: str
    digits: int


@dataclass(frozen=True)
class WipPart:
    """Jobs that stand together: rows of (values, in loss).

    name: what they are of, with a line of its own and ``sums`` on it; none where there is but
    one part.
    """

    rows: Sequence[tuple[Values, bool]]
    name: str = ""
    sums: Values | None = None


def wip_workbook(sheet: WipSheet, parts: Sequence[WipPart], totals: Values) -> bytes:
    """Return the file: a row per job, those in loss in red, and a row of totals."""
    book = Book(sheet.digits)
    page = book.page(sheet.title)
    page.widths(FIRST, *[WIDTHS[kind] for _name, _label, kind in sheet.columns[1:]])
    row = page.head(sheet.title, sheet.facts)
    texts = [place for place, column in enumerate(sheet.columns) if column[2] == TEXT]
    page.headings(row, [label for _name, label, _kind in sheet.columns], texts=1, left=texts)
    page.sheet.freeze_panes(row + 1, 1)
    first = sheet.columns[0][0]
    for part in parts:
        if part.name:
            row += 1
            _write_row(page, sheet, row, {first: part.name, **(part.sums or {})}, "group")
        for values, in_loss in part.rows:
            row += 1
            _write_row(page, sheet, row, values, "loss" if in_loss else "")
    _write_row(page, sheet, row + 1, {first: sheet.total, **totals}, "total")
    return book.content()


def _write_row(page: Page, sheet: WipSheet, row: int, values: Values, kind: str) -> None:
    for column, (name, _label, holds) in enumerate(sheet.columns):
        value, number = values.get(name), f"{kind}_{holds}" if kind else holds
        if value is None:
            page.blank(row, column, (kind or TEXT) if holds == TEXT else number)
        elif isinstance(value, str):
            page.text(row, column, value, kind or TEXT)
        else:
            page.number(row, column, value / HUNDRED if holds == PERCENT else value, number)

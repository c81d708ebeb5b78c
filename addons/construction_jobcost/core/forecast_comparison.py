# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two forecasts of a job side by side, and the same as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .document_workbook import Book, Page

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Row:
    """A budget line: what it was to cost then, and what now (company currency)."""

    key: int
    then: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        """Now less then: above zero, the line got dearer."""
        return self.now - self.then


def compared(then: Mapping[int, Decimal], now: Mapping[int, Decimal]) -> list[Row]:
    """Return a row for each line of either forecast, the largest difference first."""
    keys = dict.fromkeys([*now, *then])
    rows = [Row(key, then.get(key, NOTHING), now.get(key, NOTHING)) for key in keys]
    return sorted(rows, key=lambda row: -abs(row.difference))


@dataclass(frozen=True)
class Sheet:
    """What the spreadsheet says, in the reader's language.

    facts: (label, value) below the title; headings: of all columns; rows: texts, then amounts;
    texts: how many columns are texts; digits: decimal places of the currency.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    headings: Sequence[str]
    rows: Sequence[Sequence[str | Decimal]]
    total: str
    texts: int
    digits: int


def workbook(sheet: Sheet) -> bytes:
    """Return the file: the rows as given and a line of totals of the amounts."""
    book = Book(sheet.digits)
    page = book.page(sheet.title)
    page.widths(18, 38, *[16] * (len(sheet.headings) - 2))
    head = page.head(sheet.title, sheet.facts)
    page.headings(head, sheet.headings, texts=sheet.texts)
    page.sheet.freeze_panes(head + 1, sheet.texts)
    for row, cells in enumerate(sheet.rows, head + 1):
        for column, value in enumerate(cells):
            if column < sheet.texts:
                page.text(row, column, value)
            else:
                page.number(row, column, value)
    _write_total(page, sheet, head + 1 + len(sheet.rows))
    return book.content()


def _write_total(page: Page, sheet: Sheet, end: int) -> None:
    for column in range(sheet.texts):
        page.text(end, column, "" if column else sheet.total, "total")
    for column in range(sheet.texts, len(sheet.headings)):
        total = sum((row[column] for row in sheet.rows), NOTHING)
        page.number(end, column, total, "total_amount")

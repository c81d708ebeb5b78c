# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two forecasts of a job side by side, and the same as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

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
    stream = io.BytesIO()
    # names come from people: none of them is a formula or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _write(book, sheet)
    return stream.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.title[:31])
    places = f"0.{'0' * sheet.digits}" if sheet.digits else "0"
    amount = {"num_format": f"#,##{places};[Red]-#,##{places}"}
    heading = {"bold": True, "bg_color": "#2F4858", "font_color": "white", "text_wrap": True}
    page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
    for row, (label, value) in enumerate(sheet.facts, 1):
        page.write_string(row, 0, label)
        page.write_string(row, 1, value)
    first = len(sheet.facts) + 2
    for column, text in enumerate(sheet.headings):
        page.write_string(first, column, text, book.add_format(heading))
    _write_rows(page, sheet, first + 1, book.add_format(amount))
    bold = {"bold": True, "top": 1}
    end = first + 1 + len(sheet.rows)
    page.write_string(end, 0, sheet.total, book.add_format(bold))
    for column in range(sheet.texts, len(sheet.headings)):
        total = sum((row[column] for row in sheet.rows), NOTHING)
        page.write_number(end, column, total, book.add_format(bold | amount))
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 38)
    page.set_column(2, len(sheet.headings) - 1, 16)
    page.freeze_panes(first + 1, sheet.texts)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_rows(page, sheet: Sheet, first: int, amount) -> None:
    for row, cells in enumerate(sheet.rows, first):
        for column, cell in enumerate(cells):
            if column < sheet.texts:
                page.write_string(row, column, cell)
            else:
                page.write_number(row, column, cell, amount)

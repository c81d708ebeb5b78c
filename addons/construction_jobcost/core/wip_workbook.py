# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The WIP schedule as a spreadsheet: what stands in it is written, not calculated."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

#: What a column holds.
TEXT, AMOUNT, PERCENT = "text", "amount", "percent"


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


def wip_workbook(
    sheet: WipSheet,
    rows: Sequence[Mapping[str, str | Decimal]],
    totals: Mapping[str, Decimal],
    losses: Sequence[bool],
) -> bytes:
    """Return the file: a row per job, those in loss in red, and a row of totals."""
    stream = io.BytesIO()
    # names and notes come from people: none of them is a formula, a number or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _Writer(book, sheet).write(rows, totals, losses)
    return stream.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, sheet: WipSheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(sheet.title[:31])
        places = f"0.{'0' * sheet.digits}" if sheet.digits else "0"
        numbers = {
            TEXT: {},
            AMOUNT: {"num_format": f"#,##{places};[Red]-#,##{places}"},
            PERCENT: {"num_format": "0.00"},
        }
        line = {"bottom": 1, "bottom_color": "#D0D4D9"}
        total = {"bold": True, "top": 1, "bottom": 6}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.fact = book.add_format({"font_color": "#5F6B76"})
        heading = {"bold": True, "bg_color": "#2F4858", "font_color": "white", "text_wrap": True}
        self.heading = book.add_format(heading)
        self.heading_right = book.add_format(heading | {"align": "right"})
        self.line, self.loss, self.total = (
            {kind: book.add_format(style | number) for kind, number in numbers.items()}
            for style in (line, line | {"font_color": "#B02A37"}, total)
        )

    def write(self, rows, totals, losses) -> None:
        row = self._write_head()
        for values, in_loss in zip(rows, losses, strict=True):
            self._write_row(row, values, self.loss if in_loss else self.line)
            row += 1
        first = self.sheet.columns[0][0]
        self._write_row(row, {first: self.sheet.total, **totals}, self.total)

    def _write_head(self) -> int:
        """Title, facts and headings, the latter frozen; return the first row of figures."""
        page, sheet = self.page, self.sheet
        page.write_string(0, 0, sheet.title, self.title)
        for row, (label, value) in enumerate(sheet.facts, 1):
            page.write_string(row, 0, label, self.fact)
            page.write_string(row, 1, value)
        row = len(sheet.facts) + 2
        for column, (_name, label, kind) in enumerate(sheet.columns):
            page.write_string(
                row, column, label, self.heading if kind == TEXT else self.heading_right
            )
            page.set_column(column, column, 30 if kind == TEXT else 15)
        page.freeze_panes(row + 1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(row)
        return row + 1

    def _write_row(self, row, values, formats) -> None:
        for column, (name, _label, kind) in enumerate(self.sheet.columns):
            value = values.get(name)
            if value is None:
                self.page.write_blank(row, column, None, formats[kind])
            elif kind == TEXT or isinstance(value, str):
                self.page.write_string(row, column, value, formats[kind])
            else:
                self.page.write_number(row, column, value, formats[kind])

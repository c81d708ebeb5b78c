# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the spreadsheets of documents have in common: formats, heads, and no text that acts."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

#: Texts come from people: none of them is a formula, a number or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
#: Height of a line of text in points, and room that a letter takes in the widths of columns.
LINE_HEIGHT, LETTER = 15, 1.1
#: A spreadsheet program outlines no deeper.
DEEPEST = 7


class Book:
    """A workbook in work; ``content()`` closes it and returns the file.

    digits: decimal places of the currency.
    """

    def __init__(self, digits: int) -> None:
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, OPTIONS)
        places = f"0.{'0' * digits}" if digits else "0"
        amount = {"num_format": f"#,##{places};[Red]-#,##{places}"}
        percent, day = {"num_format": "0.00%"}, {"num_format": "yyyy-mm-dd", "align": "left"}
        line = {"bottom": 1, "bottom_color": "#D0D4D9", "valign": "top"}
        total = {"bold": True, "top": 1, "bottom": 6}
        heading = {"bold": True, "bg_color": "#2F4858", "font_color": "white", "text_wrap": True}
        group = line | {"bold": True, "bg_color": "#F1F3F5"}
        loss = line | {"font_color": "#B02A37"}
        kinds = {
            "title": {"bold": True, "font_size": 14},
            "fact": {"font_color": "#5F6B76"},
            "heading": heading,
            "heading_right": heading | {"align": "right"},
            "line": line,
            "text": line | {"text_wrap": True},
            "amount": line | amount,
            "percent": line | percent,
            "day": line | day,
            "group": group,
            "group_amount": group | amount,
            "group_percent": group | percent,
            "loss": loss | {"text_wrap": True},
            "loss_amount": loss | amount,
            "loss_percent": loss | percent,
            "total": total,
            "total_amount": total | amount,
            "total_percent": total | percent,
            "input": line | amount | {"bg_color": "#FFF8E1", "locked": False},
        }
        self.formats = {name: self._book.add_format(kind) for name, kind in kinds.items()}

    def page(self, title: str) -> Page:
        """Add a sheet; signs that a sheet's name may not have are left out."""
        name = "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31]
        return Page(self._book.add_worksheet(name), self.formats, name)

    def content(self) -> bytes:
        """Close the workbook and return the file."""
        self._book.close()
        return self._stream.getvalue()


class Page:
    """A sheet and the ways to write into it; rows and columns count from 0."""

    def __init__(self, sheet, formats, name: str) -> None:
        self.sheet, self._formats, self.name = sheet, formats, name
        self._widths: list[float] = []
        self._lines: dict[int, int] = {}
        # on paper: as wide as a page, as many pages as it takes
        sheet.fit_to_pages(1, 0)

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns, in letters; before texts that may take lines."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def text(self, row: int, column: int, text: str, kind: str = "text") -> None:
        self.sheet.write_string(row, column, text or "", self._formats[kind])
        if column < len(self._widths) and self._formats[kind].text_wrap:
            self._fit(row, text or "", self._widths[column])

    def _fit(self, row: int, text: str, width: float) -> None:
        """Give a row the height of its longest text: not every program does on opening."""
        parts = text.splitlines() or [""]
        lines = sum(max(1, math.ceil(len(part) * LETTER / width)) for part in parts)
        if lines > self._lines.get(row, 1):
            self._lines[row] = lines
            self.sheet.set_row(row, lines * LINE_HEIGHT)

    def outline(self, row: int, level: int) -> None:
        """Put a row below the one it belongs to."""
        self.sheet.set_row(row, None, None, {"level": min(level, DEEPEST)})

    def number(self, row: int, column: int, value, kind: str = "amount") -> None:
        self.sheet.write_number(row, column, value, self._formats[kind])

    def formula(self, row: int, column: int, formula: str, value, kind: str = "amount") -> None:
        """Write a formula with the value that it has, for who reads without calculating."""
        self.sheet.write_formula(row, column, formula, self._formats[kind], value)

    def blank(self, row: int, column: int, kind: str) -> None:
        self.sheet.write_blank(row, column, None, self._formats[kind])

    def day(self, row: int, column: int, value) -> None:
        if value:
            self.sheet.write_datetime(row, column, value, self._formats["day"])
        else:
            self.text(row, column, "")

    def head(self, title: str, facts: Sequence[tuple[str, str]]) -> int:
        """Write title and facts; return the row below them."""
        self.text(0, 0, title, "title")
        for row, (label, value) in enumerate(facts, 1):
            self.text(row, 0, label, "fact")
            self.sheet.write_string(row, 1, value or "")
        return len(facts) + 2

    def headings(
        self, row: int, headings: Sequence[str], texts: int, left: Sequence[int] = ()
    ) -> None:
        """Write headings on each page; the first ``texts`` columns, and ``left``, hold texts."""
        for column, heading in enumerate(headings):
            is_text = column < texts or column in left
            self.text(row, column, heading, "heading" if is_text else "heading_right")
        self.sheet.set_landscape()
        self.sheet.repeat_rows(row)


def cell(row: int, column: int) -> str:
    """Return the name of a cell, e.g. B3 for (2, 1)."""
    return xl_rowcol_to_cell(row, column)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cost report as a spreadsheet: what stands in it is written, not calculated."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from .cost_tree import Node, walk

#: A spreadsheet program outlines no deeper.
DEEPEST = 7


@dataclass(frozen=True)
class Sheet:
    """What the sheet says besides the figures, in the reader's language.

    facts: (label, value) below the title; headings: of code, description, cost type, phase;
    columns: (name, label); digits: decimal places of the currency.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    headings: Sequence[str]
    columns: Sequence[tuple[str, str]]
    total: str
    digits: int


def workbook(sheet: Sheet, root: Node) -> bytes:
    """Return the file of a cost report; codes that others stand below are subtotals in bold."""
    stream = io.BytesIO()
    # codes and names come from people: none of them is a formula, a number or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _Writer(book, sheet).write(root)
    return stream.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(sheet.title[:31])
        places = f"0.{'0' * sheet.digits}" if sheet.digits else "0"
        amount = {"num_format": f"#,##{places};[Red]-#,##{places}"}
        line = {"bottom": 1, "bottom_color": "#D0D4D9"}
        group, total = {"bold": True, "bg_color": "#F1F3F5"}, {"bold": True, "top": 1, "bottom": 6}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.fact = book.add_format({"font_color": "#5F6B76"})
        heading = {"bold": True, "bg_color": "#2F4858", "font_color": "white", "text_wrap": True}
        self.heading = book.add_format(heading)
        self.heading_right = book.add_format(heading | {"align": "right"})
        self.line = book.add_format(line), book.add_format(line | amount)
        self.group = book.add_format(group | line), book.add_format(group | line | amount)
        self.total = book.add_format(total), book.add_format(total | amount)

    def write(self, root: Node) -> None:
        row = self._write_head()
        for depth, node in walk(root):
            texts, amounts = self.group if node.children else self.line
            self.page.set_row(row, None, None, {"level": min(depth, DEEPEST)})
            # indented by spaces: a format for each depth would be one more per kind of row
            label = ["   " * depth + node.code, node.name, node.cost_type, node.phase]
            self._write_row(row, label, node.figures, texts, amounts)
            row += 1
        self._write_row(row, [self.sheet.total, "", "", ""], root.figures, *self.total)

    def _write_head(self) -> int:
        """Title, facts and headings, the latter frozen; return the first row of figures."""
        page, sheet = self.page, self.sheet
        page.write_string(0, 0, sheet.title, self.title)
        for row, (label, value) in enumerate(sheet.facts, 1):
            page.write_string(row, 0, label, self.fact)
            page.write_string(row, 1, value)
        row = len(sheet.facts) + 2
        for column, heading in enumerate(sheet.headings):
            page.write_string(row, column, heading, self.heading)
        for column, (_name, label) in enumerate(sheet.columns, len(sheet.headings)):
            page.write_string(row, column, label, self.heading_right)
        self._set_page(row)
        return row + 1

    def _set_page(self, row: int) -> None:
        page, first = self.page, len(self.sheet.headings)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 38)
        page.set_column(2, first - 1, 12)
        page.set_column(first, first + len(self.sheet.columns), 16)
        page.freeze_panes(row + 1, 2)
        page.outline_settings(symbols_below=False)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(row)

    def _write_row(self, row, label, figures, texts, amounts) -> None:
        for column, text in enumerate(label):
            self.page.write_string(row, column, text, texts)
        for column, (name, _label) in enumerate(self.sheet.columns, len(label)):
            self.page.write_number(row, column, figures.get(name, Decimal(0)), amounts)

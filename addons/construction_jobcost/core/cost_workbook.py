# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cost report as a spreadsheet: what stands in it is written, not calculated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .cost_tree import Node, walk
from .document_workbook import Book, Page


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
    book = Book(sheet.digits)
    page = book.page(sheet.title)
    page.widths(18, 38, 12, 12, *[16] * len(sheet.columns))
    head = page.head(sheet.title, sheet.facts)
    headings = [*sheet.headings, *(label for _name, label in sheet.columns)]
    page.headings(head, headings, texts=len(sheet.headings))
    page.sheet.freeze_panes(head + 1, 2)
    page.sheet.outline_settings(symbols_below=False)
    row = head + 1
    for depth, node in walk(root):
        page.outline(row, depth)
        # indented by spaces: a format for each depth would be one more per kind of row
        label = ["   " * depth + node.code, node.name, node.cost_type, node.phase]
        _write_row(page, sheet, row, label, node.figures, "group" if node.children else "")
        row += 1
    _write_row(page, sheet, row, [sheet.total, "", "", ""], root.figures, "total")
    return book.content()


def _write_row(
    page: Page,
    sheet: Sheet,
    row: int,
    label: Sequence[str],
    figures: Mapping[str, Decimal],
    kind: str,
) -> None:
    for column, text in enumerate(label):
        page.text(row, column, text, kind or "line")
    for column, (name, _label) in enumerate(sheet.columns, len(label)):
        amount = figures.get(name, Decimal(0))
        page.number(row, column, amount, f"{kind}_amount" if kind else "amount")

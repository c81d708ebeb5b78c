# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An application as a spreadsheet that calculates, to be filled in and read again.

What follows from other figures is a formula: G, G/C, H, totals and the summary. What is held back
follows from the terms of the contract and stands as a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .document_workbook import Book, Page, cell
from .payment_application import Standing

#: Columns of the sheet, by names that the reading goes by in any language (in a hidden row).
COLUMNS = (
    "item",
    "description",
    "scheduled",
    "previous",
    "work",
    "stored",
    "completed",
    "percent_completed",
    "balance",
    "retention",
)
ITEM, NAME, C, D, E, F, G, PERCENT, H, RETENTION = range(len(COLUMNS))
#: Stands for the item in the row of totals.
TOTAL = "Σ"


@dataclass(frozen=True)
class SheetLine:
    """A line of the sheet: its item, and where it stood before and stands after."""

    item: str
    name: str
    before: Standing
    after: Standing

    @property
    def work(self) -> Decimal:
        """E, with material that was installed."""
        return self.after.work - self.before.work


@dataclass(frozen=True)
class Texts:
    """What the workbook says besides figures, in the reader's language.

    facts: (label, value). headings: of COLUMNS. summary: (number, label) of the lines 1 to 9.
    """

    summary_title: str
    sheet_title: str
    facts: Sequence[tuple[str, str]]
    headings: Sequence[str]
    summary: Sequence[tuple[str, str]]
    total: str


def workbook(
    texts: Texts, lines: Sequence[SheetLine], summary: dict[str, Decimal], digits: int
) -> bytes:
    """Return the file. summary: the amounts of the summary by their number, "1" to "9"."""
    book = Book(digits)
    pages = book.page(texts.summary_title), book.page(texts.sheet_title)
    total = _write_sheet(pages[1], texts, lines)
    _write_summary(pages[0], texts, summary, f"='{pages[1].name}'!{cell(total, G)}")
    return book.content()


def _write_sheet(page: Page, texts: Texts, lines: Sequence[SheetLine]) -> int:
    """Write the continuation sheet; return the row of its totals."""
    page.widths(12, 42, *[15] * (RETENTION - NAME))
    head = page.head(texts.sheet_title, texts.facts)
    page.headings(head, texts.headings, texts=2)
    for column, name in enumerate(COLUMNS):
        page.text(head + 1, column, name, "fact")
    page.sheet.set_row(head + 1, None, None, {"hidden": True})
    page.sheet.freeze_panes(head + 2, 2)
    first = head + 2
    for row, line in enumerate(lines, first):
        _write_line(page, row, line)
    _write_totals(page, texts.total, first, first + len(lines), lines)
    return first + len(lines)


def _write_line(page: Page, row: int, line: SheetLine) -> None:
    page.text(row, ITEM, line.item)
    page.text(row, NAME, line.name)
    page.number(row, C, line.after.scheduled)
    page.number(row, D, line.before.work)
    page.number(row, E, line.work, "input")
    page.number(row, F, line.after.stored, "input")
    _write_following(page, row, line.after.completed, line.after.scheduled)
    page.number(row, RETENTION, line.after.held)


def _write_following(page: Page, row: int, completed, scheduled, kind: str = "") -> None:
    """Write G, G/C and H of a row as formulas."""
    share = completed / scheduled if scheduled else Decimal(0)
    at = {column: cell(row, column) for column in (C, D, E, F, G)}
    amount, percent = f"{kind}amount", f"{kind}percent"
    page.formula(row, G, f"={at[D]}+{at[E]}+{at[F]}", completed, amount)
    page.formula(row, PERCENT, f"=IF({at[C]}=0,0,{at[G]}/{at[C]})", share, percent)
    page.formula(row, H, f"={at[C]}-{at[G]}", scheduled - completed, amount)


def _write_totals(page: Page, label: str, first: int, row: int, lines) -> None:
    sums = {
        C: sum((line.after.scheduled for line in lines), Decimal(0)),
        D: sum((line.before.work for line in lines), Decimal(0)),
        E: sum((line.work for line in lines), Decimal(0)),
        F: sum((line.after.stored for line in lines), Decimal(0)),
        RETENTION: sum((line.after.held for line in lines), Decimal(0)),
    }
    page.text(row, ITEM, TOTAL, "total")
    page.text(row, NAME, label, "total")
    for column, total in sums.items():
        span = f"{cell(first, column)}:{cell(max(first, row - 1), column)}"
        page.formula(row, column, f"=SUM({span})", total, "total_amount")
    _write_following(page, row, sums[D] + sums[E] + sums[F], sums[C], "total_")


def _write_summary(page: Page, texts: Texts, summary: dict[str, Decimal], completed: str) -> None:
    page.widths(16, 48, 18)
    start = page.head(texts.summary_title, texts.facts)
    places = {number: cell(start + at, 2) for at, (number, _label) in enumerate(texts.summary)}
    formulas = {
        "3": f"={places['1']}+{places['2']}",
        "4": completed,
        "5": f"={places['5a']}+{places['5b']}",
        "6": f"={places['4']}-{places['5']}",
        "8": f"={places['6']}-{places['7']}",
        "9": f"={places['3']}-{places['6']}",
    }
    for row, (number, label) in enumerate(texts.summary, start):
        strong = "total" if number in ("3", "6", "8") else "text"
        page.text(row, 0, number, strong)
        page.text(row, 1, label, strong)
        kind = "total_amount" if strong == "total" else "amount"
        if number in formulas:
            page.formula(row, 2, formulas[number], summary[number], kind)
        else:
            page.number(row, 2, summary[number], kind)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A retention statement as a spreadsheet; what is held is a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .document_workbook import Book, Page, cell
from .retention_statement import Step, totals

DAY, NAME, GROSS, WITHHELD, RELEASED, HELD, BILL, STATE = range(8)


@dataclass(frozen=True)
class Texts:
    """What the sheet says besides figures, in the reader's language; headings: eight of them."""

    title: str
    facts: Sequence[tuple[str, str]]
    headings: Sequence[str]
    total: str


def workbook(texts: Texts, steps: Sequence[Step], digits: int) -> bytes:
    """Return the file of a statement; the steps as ``statement`` returns them."""
    book = Book(digits)
    page = book.page(texts.title)
    page.widths(12, 38, *[16] * (STATE - NAME))
    head = page.head(texts.title, texts.facts)
    page.headings(head, texts.headings, texts=2, left=(BILL, STATE))
    page.sheet.freeze_panes(head + 1, 2)
    for row, step in enumerate(steps, head + 1):
        _write_step(page, row, step, row == head + 1)
    _write_total(page, head + 1, head + 1 + len(steps), texts.total, steps)
    return book.content()


def _write_step(page: Page, row: int, step: Step, is_first: bool) -> None:
    page.day(row, DAY, step.day)
    page.text(row, NAME, step.name)
    for column, amount in ((GROSS, step.gross), (WITHHELD, step.withheld)):
        page.number(row, column, amount)
    page.number(row, RELEASED, step.released)
    before = "" if is_first else f"{cell(row - 1, HELD)}+"
    page.formula(row, HELD, f"={before}{cell(row, WITHHELD)}-{cell(row, RELEASED)}", step.held)
    page.text(row, BILL, step.bill)
    page.text(row, STATE, step.state)


def _write_total(page: Page, first: int, row: int, label: str, steps: Sequence[Step]) -> None:
    total = totals(steps)
    page.text(row, DAY, "", "total")
    page.text(row, NAME, label, "total")
    sums = {GROSS: total.gross, WITHHELD: total.withheld, RELEASED: total.released}
    for column, amount in sums.items():
        span = f"{cell(first, column)}:{cell(max(first, row - 1), column)}"
        page.formula(row, column, f"=SUM({span})", amount, "total_amount")
    held = f"={cell(row, WITHHELD)}-{cell(row, RELEASED)}"
    page.formula(row, HELD, held, total.held, "total_amount")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read a claim from the sheet of a workbook: one that this suite wrote, or anybody's.

Columns are found by their headings. Figures are in the contract's currency; every finding names
its row, as the spreadsheet counts it, and a code that is the same in every release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from .application_workbook import COLUMNS, TOTAL
from .payment_application import Claim, Standing
from .retention import HUNDRED, NOTHING, rounded
from .sov import read_number
from .table import Finding
from .workbook_reading import Cell

#: Headings that columns go by in workbooks of others, in small letters.
HEADINGS = {
    "item": ("item", "item no.", "item no", "item number", "no.", "no", "line", "line no.", "a"),
    "description": ("description", "description of work", "name", "scope"),
    "scheduled": ("scheduled value", "scheduled", "contract value", "contract amount"),
    "previous": ("previous work", "previous", "previous application", "from previous application")
    + ("work completed from previous application", "previously billed"),
    "work": ("work this period", "this period", "current", "current billing", "e work"),
    "work_to_date": ("work to date", "work completed to date", "completed to date"),
    "stored": ("stored material", "stored", "materials presently stored", "stored materials"),
    "percent": ("% done", "% complete", "percent complete", "percent", "%", "complete %"),
    "retention": ("retention", "retainage", "retention held"),
    "released": ("retention released", "released", "retainage released"),
}
FIGURES = ("scheduled", "previous", "work", "work_to_date", "stored", "percent", "retention")
FIGURES += ("released",)
#: What says how much is claimed; one of them is enough.
CLAIMING = ("work", "work_to_date", "percent", "stored")
#: How many rows from the top the headings may stand.
DEEPEST_HEADING = 60

#: Whether the file says what the period adds, or how far the work is.
Reading = Literal["period", "to_date"]


@dataclass(frozen=True)
class Row:
    """A row as read; figures are None where the file says nothing. number: as it is counted."""

    number: int
    item: str
    description: str
    figures: Mapping[str, Decimal | None]

    def get(self, name: str) -> Decimal | None:
        """Return a figure by its column."""
        return self.figures.get(name)


@dataclass(frozen=True)
class Line:
    """A line of our sheet: what its item goes by, where it stood before, what it claims now."""

    item: str
    before: Standing
    may_overbill: bool = False
    claim: Claim = Claim()


def read_claim(sheets: Sequence[Sequence[Sequence[Cell]]]) -> tuple[list[Row], list[Finding]]:
    """Return the rows of the first sheet that has the headings of a claim.

    Findings: file.no_heading, number, item.missing.
    """
    for rows in sheets:
        for at, cells in enumerate(rows[:DEEPEST_HEADING]):
            places = _places(cells)
            if places:
                # our own workbook names the columns in a hidden row below the headings
                own = _own_places(rows[at + 1]) if at + 1 < len(rows) else {}
                return _read_rows(rows, at + (2 if own else 1), own or places)
    return [], [Finding(1, "file.no_heading")]


def _own_places(cells: Sequence[Cell]) -> dict[str, int]:
    names = [str(cell.value) for cell in cells]
    return {name: names.index(name) for name in COLUMNS} if set(COLUMNS) <= set(names) else {}


def _places(cells: Sequence[Cell]) -> dict[str, int]:
    """Return {column: place} of a row of headings; nothing where it is none."""
    if own := _own_places(cells):
        return own
    names = [" ".join(str(cell.value or "").lower().split()) for cell in cells]
    places = {
        column: names.index(known)
        for column, headings in HEADINGS.items()
        for known in reversed(headings)
        if known in names
    }
    return places if "item" in places and any(name in places for name in CLAIMING) else {}


def _read_rows(rows, start: int, places: Mapping[str, int]) -> tuple[list[Row], list[Finding]]:
    found, findings = [], []
    for number, cells in enumerate(rows[start:], start + 1):
        item = _text(cells, places.get("item"))
        if item == TOTAL or not any(cell.value is not None for cell in cells):
            continue
        figures: dict[str, Decimal | None] = {}
        wrong = []
        for name in FIGURES:
            try:
                figures[name] = _figure(cells, places.get(name))
            except ValueError as error:
                wrong.append(Finding(number, "number", str(error)))
        description = _text(cells, places.get("description"))
        if not item:
            # headings of sections and totals have no item
            if any(figures.get(name) for name in CLAIMING) and "total" not in description.lower():
                findings.append(Finding(number, "item.missing", description))
            continue
        findings += wrong
        if not wrong and not any(value is not None for value in figures.values()):
            continue
        found.append(Row(number, item, description, figures))
    return found, findings


def _cell(cells: Sequence[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else Cell()


def _text(cells: Sequence[Cell], place: int | None) -> str:
    value = _cell(cells, place).value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _figure(cells: Sequence[Cell], place: int | None) -> Decimal | None:
    """Raises ValueError with what stands there in place of a number."""
    cell = _cell(cells, place)
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError(str(value))
    if isinstance(value, str):
        text = value.strip()
        number = read_number(text.removesuffix("%"))
        return number
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(str(value))
    return number * HUNDRED if cell.is_percent else number


def match(rows: Sequence[Row], lines: Sequence[Line]) -> tuple[dict[int, int], list[Finding]]:
    """Return {place of a row: place of its line}, and what cannot be matched.

    Findings: item.unknown, item.repeated. 1 is taken for 01 where that is not another item.
    """
    exact = {line.item: at for at, line in enumerate(lines)}
    counts = Counter(_bare(line.item) for line in lines)
    bare = {_bare(line.item): at for at, line in enumerate(lines) if counts[_bare(line.item)] == 1}
    matched: dict[int, int] = {}
    findings = []
    for at, row in enumerate(rows):
        line = exact.get(row.item, bare.get(_bare(row.item)))
        if line is None:
            findings.append(Finding(row.number, "item.unknown", row.item))
        elif line in matched.values():
            findings.append(Finding(row.number, "item.repeated", row.item))
        else:
            matched[at] = line
    return matched, findings


def _bare(item: str) -> str:
    return item.strip().lower().lstrip("0")


def claims(
    rows: Sequence[Row], lines: Sequence[Line], reading: Reading, rounding: Decimal
) -> tuple[dict[int, Claim], list[Finding]]:
    """Return {place of a line: Claim} as the file says it, and what is wrong with it.

    A row without a figure claims nothing of its line. Findings: those of ``match``,
    previous.differs (where the file says what the period adds), amount.over_scheduled.
    """
    matched, findings = match(rows, lines)
    result = {}
    for at, place in matched.items():
        row, line = rows[at], lines[place]
        if reading == "period" and _differs(row.get("previous"), line.before.work):
            findings.append(Finding(row.number, "previous.differs", str(row.get("previous"))))
        claim = _claim(row, line, reading, rounding)
        if not line.may_overbill and _exceeds(line.before, claim):
            findings.append(Finding(row.number, "amount.over_scheduled", row.item))
        result[place] = claim
    return result, findings


def _differs(said: Decimal | None, known: Decimal) -> bool:
    return said is not None and abs(said - known) >= Decimal("0.005")


def _claim(row: Row, line: Line, reading: Reading, rounding: Decimal) -> Claim:
    """E of the sheet holds what was installed of stored material; a claim keeps it apart.

    Figures that say what is claimed already leave it as it is.
    """
    before = line.before
    stored = row.get("stored")
    step = NOTHING if stored is None else rounded(stored, rounding) - before.stored
    period = rounded(_period(row, before, reading), rounding)
    if (period, step) == (line.claim.this_period, line.claim.stored - line.claim.moved):
        return line.claim
    moved = max(NOTHING, -step)
    return Claim(work=period - moved, stored=max(NOTHING, step), moved=moved)


def _period(row: Row, before: Standing, reading: Reading) -> Decimal:
    """Return E, in place this period, from whatever the row says."""
    work = row.get("work")
    if work is not None and reading == "period":
        return work
    if (to_date := row.get("work_to_date")) is not None:
        return to_date - before.work
    if work is not None:
        return (row.get("previous") or NOTHING) + work - before.work
    if (percent := row.get("percent")) is not None:
        return before.scheduled * percent / HUNDRED - before.work
    return NOTHING


def _exceeds(before: Standing, claim: Claim) -> bool:
    sign = -1 if before.scheduled < 0 else 1
    return sign * (before.completed + claim.completed) > sign * before.scheduled


def opening(
    rows: Sequence[Row], lines: Sequence[Line]
) -> tuple[dict[int, Standing], list[Finding]]:
    """Return {place of a line: Standing} that a contract begins here with.

    Work and stored material to date, what is held of them, and what of the retention was given
    back before; retention is put to work and to stored material by their values. Findings: those
    of ``match``, amount.over_scheduled, scheduled.differs, retention.wrong.
    """
    matched, findings = match(rows, lines)
    result = {}
    for at, place in matched.items():
        row, line = rows[at], lines[place]
        work = row.get("work_to_date")
        if work is None:
            work = (row.get("previous") or NOTHING) + (row.get("work") or NOTHING)
        standing = replace(line.before, work=work, stored=row.get("stored") or NOTHING)
        held, released = row.get("retention") or NOTHING, row.get("released") or NOTHING
        if _differs(row.get("scheduled"), line.before.scheduled):
            findings.append(Finding(row.number, "scheduled.differs", str(row.get("scheduled"))))
        if not line.may_overbill and _exceeds(standing, Claim()):
            findings.append(Finding(row.number, "amount.over_scheduled", row.item))
        if min(held, released) < 0 or held + released > max(NOTHING, standing.completed):
            findings.append(Finding(row.number, "retention.wrong", str(held + released)))
        result[place] = _withheld(replace(standing, released=released), held + released)
    return result, findings


def _withheld(standing: Standing, withheld: Decimal) -> Standing:
    if not standing.completed:
        return standing
    share = rounded(withheld * standing.stored / standing.completed, Decimal("0.01"))
    return replace(standing, withheld_work=withheld - share, withheld_stored=share)

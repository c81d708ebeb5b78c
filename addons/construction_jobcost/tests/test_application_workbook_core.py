# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
import zipfile
from decimal import Decimal

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..core.application_import import Line, claims, opening, read_claim
from ..core.application_workbook import SheetLine, Texts, workbook
from ..core.payment_application import Claim, Standing, advance, summarize
from ..core.retention import Terms
from ..core.workbook_reading import WorkbookError, read_sheets

CENT = Decimal("0.01")
TERMS = Terms(Decimal(10), Decimal(5))
cents = st.integers(0, 10**8).map(lambda n: n * CENT)
NUMBERS = ("1", "2", "3", "4", "5a", "5b", "5", "6", "7", "8", "9")


@st.composite
def lines(draw):
    """A line before an application, and a claim that fits it."""
    parts = [draw(cents) for _part in range(4)]
    before = Standing(sum(parts), work=parts[0], stored=parts[1])
    moved = draw(st.sampled_from([Decimal(0), before.stored]))
    return before, Claim(work=parts[2], stored=parts[3], moved=moved)


def book(pairs):
    """The workbook of an application with these lines."""
    before, made = [line for line, _claim in pairs], [claim for _line, claim in pairs]
    after = advance(before, made, TERMS, CENT)
    total = summarize(
        sum((line.scheduled for line in after), Decimal(0)), Decimal(0), before, after
    )
    amounts = [total.original, total.changes, total.contract, total.completed, total.held_work]
    amounts += [total.held_stored, total.held, total.earned, total.previous, total.due]
    rows = [
        SheetLine(f"{number:02}", "=1+1", old, new)
        for number, (old, new) in enumerate(zip(before, after, strict=True), 1)
    ]
    texts = Texts(
        "Zusammen: Blatt",
        "Fortsetzung",
        [("Auftrag", "SC-1")],
        [f"Spalte {number}" for number in range(10)],
        [(number, number) for number in NUMBERS],
        "Summe",
    )
    summary = dict(zip(NUMBERS, [*amounts, total.balance], strict=True))
    return workbook(texts, rows, summary, 2)


def named(pairs, **values):
    return [Line(f"{number:02}", line, **values) for number, (line, _) in enumerate(pairs, 1)]


def table(*rows, formats=None):
    """A workbook of somebody else."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        percent = made.add_format({"num_format": "0%"})
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                style = percent if isinstance(value, float) and value < 1 else None
                sheet.write(row, column, value, style)
    return stream.getvalue()


class Calculator:
    """What a spreadsheet program makes of our formulas."""

    def __init__(self, content):
        self.book = load_workbook(io.BytesIO(content))
        self.kept = load_workbook(io.BytesIO(content), data_only=True)

    def value(self, sheet, name):
        value = self.book[sheet][name].value
        if not (isinstance(value, str) and value.startswith("=")):
            return Decimal(str(value or 0)) if not isinstance(value, str) else value
        return self.calculate(sheet, value[1:])

    def calculate(self, sheet, formula):
        if other := re.fullmatch(r"'([^']+)'!([A-Z]+\d+)", formula):
            return self.value(other[1], other[2])
        if span := re.fullmatch(r"SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)", formula):
            rows = range(int(span[2]), int(span[3]) + 1)
            return sum((self.value(sheet, f"{span[1]}{row}") for row in rows), Decimal(0))
        if share := re.fullmatch(r"IF\((\w+)=0,0,(\w+)/(\w+)\)", formula):
            below = self.value(sheet, share[1])
            return self.value(sheet, share[2]) / below if below else Decimal(0)
        signed = re.findall(r"([+-]?)([A-Z]+\d+)", formula)
        return sum((-1 if sign == "-" else 1) * self.value(sheet, name) for sign, name in signed)


@tagged("post_install", "-at_install")
class TestApplicationWorkbookCore(BaseCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(lines(), min_size=1, max_size=6))
    def test_what_is_written_is_read(self, pairs):
        rows, findings = read_claim(read_sheets(book(pairs)))
        self.assertFalse(findings)
        known = [
            Line(line.item, line.before, claim=claim)
            for line, (_before, claim) in zip(named(pairs), pairs, strict=True)
        ]
        found, findings = claims(rows, known, "period", CENT)
        self.assertFalse(findings)
        self.assertEqual([found[at] for at in range(len(pairs))], [claim for _, claim in pairs])
        # into a sheet that claims nothing yet: the same E, F and G
        found, findings = claims(rows, named(pairs), "period", CENT)
        self.assertFalse(findings)
        for at, (before, claim) in enumerate(pairs):
            self.assertEqual(found[at].this_period, claim.this_period)
            self.assertEqual(found[at].completed, claim.completed)
            self.assertLessEqual(found[at].moved, before.stored)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(lines(), min_size=1, max_size=6))
    def test_formulas_calculate_to_what_stands_beside_them(self, pairs):
        calculator = Calculator(book(pairs))
        for name in ("Zusammen Blatt", "Fortsetzung"):
            for row in calculator.book[name].iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        if cell.value == "=1+1":
                            continue
                        kept = calculator.kept[name][cell.coordinate].value
                        self.assertAlmostEqual(
                            float(calculator.value(name, cell.coordinate)), float(kept), 4
                        )

    @settings(max_examples=15, deadline=None)
    @given(st.lists(lines(), min_size=1, max_size=6))
    def test_the_previous_one_taken_to_date_claims_nothing_more(self, pairs):
        after = advance([b for b, _ in pairs], [c for _, c in pairs], TERMS, CENT)
        rows, _none = read_claim(read_sheets(book(pairs)))
        next_lines = [Line(f"{n:02}", line) for n, line in enumerate(after, 1)]
        found, findings = claims(rows, next_lines, "to_date", CENT)
        self.assertFalse(findings)
        self.assertTrue(all(claim == Claim() for claim in found.values()))

    def test_text_of_people_is_no_formula(self):
        pairs = [(Standing(Decimal(5)), Claim())]
        cells = [c for row in read_sheets(book(pairs))[1] for c in row]
        self.assertIn("=1+1", [cell.value for cell in cells])

    def _claims(self, *rows, reading="period", **values):
        known = [
            Line("01", Standing(Decimal(1000), work=Decimal(200), stored=Decimal(50)), **values),
            Line("02", Standing(Decimal(500))),
        ]
        found, findings = read_claim(read_sheets(table(*rows)))
        made, more = claims(found, known, reading, CENT)
        return made, [(finding.row, finding.code) for finding in findings + more]

    def test_headings_of_others(self):
        made, wrong = self._claims(
            ["Acme Drywall"],
            [],
            ["Item No.", "Description of Work", "This Period", "Materials Presently Stored"],
            ["A. Walls"],
            [1, "Level 1", "$1,200.50 ", 20],
            ["02", "Level 2", "(5.25)", None],
            ["", "Subtotal", 1195.25, 20],
        )
        self.assertEqual(made[0], Claim(work=Decimal("1170.50"), moved=Decimal(30)))
        self.assertEqual(made[1], Claim(work=Decimal("-5.25")))
        self.assertEqual(wrong, [(5, "amount.over_scheduled")])

    def test_by_percent_and_to_date(self):
        made, wrong = self._claims(["Item", "% Complete"], ["01", 0.25], ["02", 30], ["1", 1])
        self.assertEqual((made[0].work, made[1].work), (50, 150))
        self.assertEqual(wrong, [(4, "item.repeated")])
        made, wrong = self._claims(["Item", "Work to Date"], ["01", 230], reading="to_date")
        self.assertEqual((made, wrong), ({0: Claim(work=Decimal(30))}, []))

    def test_findings(self):
        _made, wrong = self._claims(
            ["Item", "Previous", "This Period"],
            ["01", 150, 10],
            ["99", 0, 10],
            ["02", 0, "soon"],
            ["", 0, 77],
            ["02", 0, True],
        )
        codes = [
            (2, "previous.differs"),
            (3, "item.unknown"),
            (4, "number"),
            (5, "item.missing"),
            (6, "item.repeated"),
            (6, "number"),
        ]
        self.assertEqual(sorted(wrong), codes)
        self.assertEqual(self._claims(["a", "b"], [1, 2])[1], [(1, "file.no_heading")])
        self.assertEqual(
            self._claims(["Item", "This Period"], ["01", 800])[1], [(2, "amount.over_scheduled")]
        )
        allowed = self._claims(["Item", "This Period"], ["01", 800], may_overbill=True)
        self.assertFalse(allowed[1])

    def test_opening(self):
        rows, _none = read_claim(
            read_sheets(
                table(
                    ["Item", "Scheduled Value", "Work to Date", "Stored", "Retainage"],
                    ["01", 1000, 400, 100, 50],
                    ["02", 501, 600, None, 700],
                )
            )
        )
        known = [Line("01", Standing(Decimal(1000))), Line("02", Standing(Decimal(500)))]
        found, findings = opening(rows, known)
        self.assertEqual(
            found[0], Standing(Decimal(1000), Decimal(400), Decimal(100), Decimal(40), Decimal(10))
        )
        self.assertEqual(
            [(finding.row, finding.code) for finding in findings],
            [(3, "scheduled.differs"), (3, "amount.over_scheduled"), (3, "retention.wrong")],
        )

    def test_opening_with_what_was_given_back(self):
        heading = ["Item", "Work to Date", "Stored", "Retention", "Retention Released"]
        rows, _none = read_claim(
            read_sheets(table(heading, ["01", 400, 100, 20, 30], ["02", 500, None, 300, 201]))
        )
        known = [Line("01", Standing(Decimal(1000))), Line("02", Standing(Decimal(500)))]
        found, findings = opening(rows, known)
        # withheld is what is held and what was given back
        self.assertEqual(
            (found[0].withheld_work, found[0].withheld_stored, found[0].released, found[0].held),
            (40, 10, 30, 20),
        )
        self.assertEqual(
            [(finding.row, finding.code, finding.value) for finding in findings],
            [(3, "retention.wrong", "501")],
        )

    def test_files_that_are_not_read(self):
        macros, bomb = io.BytesIO(table(["Item"])), io.BytesIO()
        with zipfile.ZipFile(macros, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * (51 * 2**20))
        for content, code in (
            (b"PK no archive", "file.not_a_workbook"),
            (b"Item;Work", "file.not_a_workbook"),
            (macros.getvalue(), "file.macros"),
            (bomb.getvalue(), "file.too_big"),
            (b"PK" + b"0" * (6 * 2**20), "file.too_big"),
            (table(*[["Item", 1]] * 5002), "file.too_big"),
        ):
            with self.subTest(code=code), self.assertRaises(WorkbookError) as caught:
                read_sheets(content)
            self.assertEqual(caught.exception.code, code)

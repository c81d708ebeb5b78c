# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from decimal import Decimal

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.cost_tree import Line, Step, grow, natural, walk
from ..core.cost_workbook import Sheet, workbook

COLUMNS = ("committed", "available")
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLACES = st.lists(st.sampled_from(["1", "2", "10", "A-2", "A-10"]), min_size=1, max_size=3)
AMOUNTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(st.tuples(PLACES, AMOUNTS, AMOUNTS), max_size=12)


def lines(facts):
    """Lines of (codes from the top down, committed, available)."""
    return [
        Line(
            number,
            [
                Step("/".join(codes[: end + 1]), codes[end], f"Name {codes[end]}")
                for end in range(len(codes))
            ],
            "Labor",
            "",
            dict(zip(COLUMNS, amounts, strict=True)),
        )
        for number, (codes, *amounts) in enumerate(facts, 1)
    ]


@tagged("post_install", "-at_install")
class TestCostTreeCore(BaseCase):
    @QUIET
    @given(LINES)
    def test_what_stands_above_is_the_sum_of_what_stands_below(self, facts):
        root = grow(lines(facts))
        for node in (root, *(node for _depth, node in walk(root))):
            if node.children:
                below = [child.figures for child in node.children]
                for name in COLUMNS:
                    self.assertEqual(node.figures[name], sum(figures[name] for figures in below))
                self.assertEqual(
                    sorted(node.line_ids),
                    sorted(line for child in node.children for line in child.line_ids),
                )

    @QUIET
    @given(LINES)
    def test_every_line_stands_in_one_leaf(self, facts):
        given_lines = {line.id: line for line in lines(facts)}
        leaves = [node for _depth, node in walk(grow(given_lines.values())) if not node.children]
        self.assertEqual(sorted(leaf.line_ids for leaf in leaves), [[n] for n in given_lines])
        for leaf in leaves:
            self.assertEqual(leaf.figures, given_lines[leaf.line_ids[0]].figures)

    @QUIET
    @given(LINES)
    def test_keys_are_unique_and_depths_go_down_by_one(self, facts):
        rows = list(walk(grow(lines(facts))))
        self.assertEqual(len({node.key for _depth, node in rows}), len(rows))
        for (depth, node), (following, _next) in zip(rows, rows[1:], strict=False):
            self.assertLessEqual(following, depth + 1)
            self.assertEqual(following == depth + 1, bool(node.children))

    def test_codes_are_read_as_people_read_them(self):
        codes = ["G-10", "G-2", "007", "7", "03-300", "CR", "G"]
        self.assertEqual(
            sorted(codes, key=natural), ["03-300", "007", "7", "CR", "G", "G-2", "G-10"]
        )

    def test_a_place_with_one_line_is_that_line(self):
        one = (["03", "03-300"], Decimal(5), Decimal(1))
        (top,) = grow(lines([one])).children
        (leaf,) = top.children
        self.assertEqual((leaf.code, leaf.cost_type, leaf.children), ("03-300", "Labor", []))
        (top,) = grow(lines([one, one])).children
        self.assertEqual([node.code for node in top.children[0].children], ["", ""])

    def test_sheet_holds_what_was_typed_and_subtotals(self):
        sheet = Sheet(
            title="Cost Report",
            facts=[("Job", "=0042 Pier")],
            headings=("Code", "Description", "Type", "Phase"),
            columns=[("committed", "Committed")],
            total="Total",
            digits=2,
        )
        root = grow(
            lines([(["=1+1", "007"], Decimal("12.30"), 0), (["=1+1", "8"], Decimal("-2.00"), 0)])
        )
        page = openpyxl.load_workbook(io.BytesIO(workbook(sheet, root))).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        self.assertEqual(rows[1][:2], ["Job", "=0042 Pier"])
        self.assertEqual(rows[3], ["Code", "Description", "Type", "Phase", "Committed"])
        self.assertEqual(
            [(row[0], row[4]) for row in rows[4:]],
            [("=1+1", 10.3), ("   007", 12.3), ("   8", -2), ("Total", 10.3)],
        )
        self.assertEqual(
            {cell.data_type for row in page.iter_rows(max_col=4) for cell in row if cell.value},
            {"s"},
        )
        self.assertEqual(page.freeze_panes, "C5")
        self.assertEqual(page["E5"].number_format, "#,##0.00;[Red]-#,##0.00")
        self.assertTrue(page["A5"].font.b)
        self.assertFalse(page["A6"].font.b)

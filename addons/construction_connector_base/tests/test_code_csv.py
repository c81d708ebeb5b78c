# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..core.codes_csv import FORMULA, CodeRow, dump, parse
from ..core.suggest import suggest
from .code_map_case import CodeMapCase

# a busy machine is no failure
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXT = st.text(CHARACTERS | st.sampled_from("'=+-@\t\r\n;,\"0 "), min_size=1, max_size=12)
ROWS = st.lists(st.builds(CodeRow, TEXT, TEXT, st.just("") | TEXT), max_size=8)


@tagged("post_install", "-at_install")
class TestCodesCsv(BaseCase):
    @UNHURRIED
    @given(ROWS)
    def test_round_trip_is_exact(self, rows):
        self.assertEqual(parse(dump(rows)), (rows, []))

    @UNHURRIED
    @given(ROWS)
    def test_no_cell_is_a_formula(self, rows):
        text = dump(rows).decode("utf-8-sig")
        for cells in csv.reader(io.StringIO(text, newline="")):
            for cell in cells:
                self.assertFalse(cell.startswith(FORMULA), cell)

    def test_leading_zeros_and_marks(self):
        expected = [CodeRow("0012", "03-300", "")]
        for content in (
            b"their_code,our_code\r\n0012,03-300\r\n",
            b"\xef\xbb\xbftheir_code;our_code;note\n0012;03-300;\n\n",
            b"Our_Code,Their_Code,color\n03-300,0012,red",
        ):
            with self.subTest(content):
                self.assertEqual(parse(content), (expected, []))

    def test_errors_are_listed_by_line(self):
        content = b'their_code,our_code\nA,1\nB\n,2\n"C\nD",3\nE,\n' + b"x" * 129 + b",4\n"
        rows, errors = parse(content)
        self.assertEqual([row.code for row in rows], ["1", "3"])
        self.assertEqual(
            [(error.line, error.kind) for error in errors],
            [(3, "columns"), (4, "empty"), (7, "empty"), (8, "long")],
        )

    def test_whole_file_wrong(self):
        self.assertEqual(parse(b"a,b\n1,2")[1][0].kind, "header")
        self.assertEqual(parse(b"")[1][0].kind, "header")
        self.assertEqual(parse(b"their_code,our_code\nx,\xff\n")[1][0][:2], (2, "encoding"))
        self.assertEqual(parse(b'their_code,our_code\nx,"1"2\n')[1][0][:2], (2, "csv"))

    def test_suggestions(self):
        known = {"03-300": "Cast-in-place concrete", "03-310": "Structural", "16-050": "Electrical"}
        self.assertEqual(suggest("03300", known)[0].code, "03-300")
        self.assertEqual(suggest("CONCRETE", known)[0].code, "03-300")
        self.assertEqual(suggest("zzz", known), [])
        self.assertEqual(len(suggest("03", known, limit=1)), 1)


@tagged("post_install", "-at_install")
class TestCodeMapCsv(CodeMapCase):
    def setUp(self):
        super().setUp()
        code_map = self.Map.with_user(self.operator).create({"domain": "color"})
        self.version = code_map._new_version()

    def upload(self, content, user=None):
        wizard = self.env["integration.code.map.import"].with_user(user or self.operator)
        wizard.create(
            {"version_id": self.version.id, "file": base64.b64encode(content)}
        ).action_import()

    def test_import_and_export(self):
        self.upload(b"their_code,our_code,note\n007,'=red,why\nblau , blue,\n")
        pairs = [("007", "=red"), ("blau ", " blue")]
        self.assertEqual(sorted(self.version._pairs()), pairs)
        exported = base64.b64decode(self.version.csv_file)
        self.upload(exported)
        self.version.invalidate_recordset()
        self.assertEqual(sorted(self.version._pairs()), pairs)

    def test_nothing_is_imported_with_an_error(self):
        self.upload(b"their_code,our_code\nrot,red\n")
        with self.assertRaisesRegex(UserError, "Line 3"):
            self.upload(b"their_code,our_code\nblau,blue\nx\n")
        self.assertEqual(self.version._pairs(), [("rot", "red")])

    def test_only_into_drafts(self):
        self.upload(b"their_code,our_code\nrot,red\n")
        self.version.action_propose()
        with self.assertRaisesRegex(UserError, "no draft"):
            self.upload(b"their_code,our_code\nrot,blue\n")

    def test_only_by_operators(self):
        with self.assertRaises(AccessError):
            self.upload(b"their_code,our_code\nrot,red\n", self._create_user("group_user"))

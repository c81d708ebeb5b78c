# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import convert_file, mute_logger

from ..exceptions import CodingError
from .common import MODULE, JobCostCommon


class SchemeCommon(JobCostCommon):
    """A company whose codes are written like 01-100.2."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.create_user("cs_controller", f"{MODULE}.group_cost_controller")
        cls.scheme = cls.create_scheme(
            "Own", ("none", 2, False), ("hyphen", 3, True), ("point", 1, True)
        )
        cls.company.cost_code_scheme_id = cls.scheme
        cls.codes = cls.env["construction.cost.code"].with_company(cls.company)

    @classmethod
    def create_scheme(cls, name, *segments, **values):
        return cls.env["construction.cost.code.scheme"].create(
            {
                "name": name,
                "segment_ids": [
                    Command.create(
                        {
                            "name": str(place),
                            "separator": separator,
                            "max_length": length,
                            "is_optional": optional,
                            "sequence": place,
                        }
                    )
                    for place, (separator, length, optional) in enumerate(segments)
                ],
                **values,
            }
        )

    def create_codes(self, *codes, **values):
        return self.codes.create(
            [{"code": c, "name": c, "company_id": self.company.id, **values} for c in codes]
        )


@tagged("post_install", "-at_install")
class TestCostCodeScheme(SchemeCommon):
    def test_a_code_is_checked_against_the_scheme_of_its_company(self):
        code = self.create_codes("01-100")
        self.assertEqual(code.scheme_id, self.scheme)
        with self.assertRaisesRegex(CodingError, "00-000.0") as refusal:
            self.create_codes("01-10")
        self.assertEqual(refusal.exception.code, "coding.scheme")
        with self.assertRaises(CodingError):
            code.code = "1-100"
        self.assertFalse(self.concrete.scheme_id)

    def test_parents_are_found_from_the_segments(self):
        deep, middle, top = self.create_codes("01-100.2", "01-100", "01")
        self.assertEqual((deep.parent_id, middle.parent_id), (middle, top))
        self.assertFalse(top.parent_id)

    def test_codes_above_that_come_later_adopt(self):
        deep = self.create_codes("01-100.2")
        top = self.create_codes("01")
        self.assertEqual(deep.parent_id, top)
        middle = self.create_codes("01-100")
        self.assertEqual((deep.parent_id, middle.parent_id), (middle, top))
        group = self.create_codes("99")
        chosen = self.create_codes("01-200", parent_id=group.id)
        self.create_codes("01-200.1")
        self.assertEqual(chosen.parent_id, group)

    def test_rewritten_code_moves(self):
        first, other = self.create_codes("01", "02")
        code = self.create_codes("01-100")
        code.code = "02-100"
        self.assertEqual(code.parent_id, other)
        code.write({"code": "03-100", "parent_id": first.id})
        self.assertEqual(code.parent_id, first)

    def test_arrange_again(self):
        top, code = self.create_codes("01", "01-100")
        code.parent_id = False
        self.scheme.with_user(self.controller).action_arrange()
        self.assertEqual(code.parent_id, top)

    def test_scheme_cannot_leave_its_codes_behind(self):
        self.create_codes("01-100")
        with self.assertRaisesRegex(ValidationError, "01-100"):
            self.scheme.segment_ids = [
                Command.update(self.scheme.segment_ids[1].id, {"max_length": 4})
            ]
        self.scheme.segment_ids = [
            Command.update(self.scheme.segment_ids[1].id, {"max_length": 4, "min_length": 3})
        ]
        self.assertEqual(self.create_codes("01-1000").parent_id, self.browse_code("01"))
        with self.assertRaisesRegex(ValidationError, "no segments"):
            self.scheme.segment_ids = [Command.clear()]

    def browse_code(self, code):
        return self.codes.search([("code", "=", code), ("company_id", "=", self.company.id)])

    def test_another_company_has_its_own_scheme(self):
        other = self.env["res.company"].create({"name": "Delta Builders"})
        self.env.user.company_ids |= other
        code = self.codes.with_company(other).create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        self.assertFalse(code.scheme_id)
        self.scheme.company_id = self.company
        with self.assertRaises(UserError):
            code.scheme_id = self.scheme
        shared = self.codes.create({"code": "shared", "name": "Of all"})
        self.assertFalse(shared.scheme_id)

    def test_who_may_write_schemes(self):
        reader = self.create_user("cs_reader", f"{MODULE}.group_project_manager")
        scheme = self.scheme.with_user(reader)
        self.assertEqual(scheme.sample, "00-000.0")
        with self.assertRaises(AccessError):
            scheme.name = "Mine"
        with self.assertRaises(AccessError):
            scheme.segment_ids[:1].max_length = 3
        self.scheme.with_user(self.controller).name = "Ours"
        foreign = self.env["res.company"].create({"name": "Strangers"})
        self.scheme.company_id = self.company
        stranger = self.create_user("cs_stranger", f"{MODULE}.group_cost_controller")
        stranger.write({"company_ids": [Command.set(foreign.ids)], "company_id": foreign.id})
        for record in (self.scheme, self.scheme.segment_ids[:1]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).with_company(foreign).read(["name"])

    def test_codes_that_look_alike_warn(self):
        self.company.cost_code_scheme_id = False
        kept = self.create_codes("0310 A")
        form = Form(self.codes.with_user(self.controller))
        form.name = "Other"
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
            form.code = "310a"
        self.assertIn("0310 A", log.output[0])
        code = form.save()
        self.assertEqual(code.similar_code_ids, kept)
        found = self.codes.search([("similar_code_ids", "!=", False)])
        self.assertEqual(found & (kept | code | self.concrete), kept | code)
        other = self.env["res.company"].create({"name": "Delta Builders"})
        foreign = self.codes.create({"code": "0310a", "name": "Theirs", "company_id": other.id})
        # one of all companies is mistaken for it, another company's is not
        self.assertEqual(foreign.similar_code_ids, code)

    def test_demo_divisions_fit_their_scheme(self):
        convert_file(
            self.env,
            MODULE,
            "demo/construction_cost_code_demo.xml",
            None,
            mode="init",
            noupdate=True,
        )
        concrete = self.env.ref(f"{MODULE}.cost_code_division_03")
        work = self.codes.create(
            {"code": "03 30 53", "name": "Slabs", "scheme_id": concrete.scheme_id.id}
        )
        self.assertEqual(work.parent_id, concrete)
        self.assertEqual(concrete.scheme_id.sample, "00 00 00.00")


@tagged("post_install", "-at_install")
class TestCostCodeImport(SchemeCommon):
    def _import(self, content, user=None, **values):
        wizard = (
            self.env["construction.cost.code.import.wizard"]
            .with_user(user or self.controller)
            .with_company(self.company)
            .create({"data": base64.b64encode(content), **values})
        )
        action = wizard.action_import()
        return [
            (code.code, code.name, code.parent_id.code, code.uom_id.name)
            for code in self.codes.search(action["domain"], order="code")
        ]

    def _findings(self, text, **values):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self._import(text.encode(), **values)
        return [line.partition(":")[0] for line in str(refusal.exception).splitlines()]

    def test_csv_in_any_order(self):
        found = self._import(
            b"code;name;unit;cost_types\n"
            b"01-100.2;Forms;Hours;L, M\n;;;\n01-100;Footings;;\n01;Concrete works;;\n"
        )
        self.assertEqual(
            found,
            [
                ("01", "Concrete works", False, False),
                ("01-100", "Footings", "01", False),
                ("01-100.2", "Forms", "01-100", "Hours"),
            ],
        )
        forms = self.codes.search([("code", "=", "01-100.2")])
        self.assertEqual(forms.cost_type_ids, self.labor | self.material)
        self.assertEqual(forms.company_id, self.company)

    def test_xlsx_keeps_zeros_in_front(self):
        book = Workbook()
        for row in (["code", "name"], [1, "As number with a format"], ["02", "As text"]):
            book.active.append(row)
        book.active["A2"].number_format = "00"
        stream = io.BytesIO()
        book.save(stream)
        found = self._import(stream.getvalue())
        self.assertEqual([row[0] for row in found], ["01", "02"])

    def test_named_parent_and_update(self):
        self._import(b"code,name\n01,Old\n02,Two\n01-100,Below\n")
        found = self._import(b"code,name,parent\n01,New,\n01-100,Below,02\n")
        self.assertEqual(
            [row[:3] for row in found], [("01", "New", False), ("01-100", "Below", "02")]
        )

    def test_all_findings_at_once_and_no_code(self):
        found = self._findings(
            "code,name,parent,unit,cost_types\n"
            "01,,,,\n"
            "02,Two,,furlong,\n"
            "02,Again,,,\n"
            "1-1,Wrong,,,\n"
            "03,Three,77,,\n"
            "04,Four,05,,\n"
            "05,Five,04,,\n"
            "06,Six,,,Q\n"
        )
        self.assertEqual(
            found,
            [
                "Row 2 [missing]",
                "Row 3 [unit]",
                "Row 4 [repeated]",
                "Row 5 [scheme]",
                "Row 6 [parent]",
                "Row 7 [loop]",
                "Row 8 [loop]",
                "Row 9 [cost_type]",
            ],
        )
        self.assertFalse(self.codes.search([("company_id", "=", self.company.id)]))
        self.assertEqual(self._findings("name\nx\n"), ["Row 1 [column]"])
        self.assertEqual(self._findings("code,name\n"), ["Row 1 [file]"])

    def test_codes_that_look_alike_need_a_word(self):
        text = "code,name\n0310,One\n310,Two\n03 - 300,Like concrete\n7,Alone\n"
        self.assertEqual(
            self._findings(text, scheme_id=False),
            ["Row 2 [similar]", "Row 3 [similar]", "Row 4 [similar]"],
        )
        found = self._import(text.encode(), scheme_id=False, accept_similar=True)
        self.assertEqual(len(found), 4)
        self.assertEqual(len(self._import(text.encode(), scheme_id=False)), 4)

    def test_shared_codes_are_not_a_companys(self):
        text = "code,name\n03-300,Concrete\n"
        self.assertEqual(self._findings(text, scheme_id=False), ["Row 2 [company]"])
        found = self._import(text.encode(), scheme_id=False, company_id=False)
        self.assertEqual(found, [("03-300", "Concrete", False, False)])

    @mute_logger("odoo.addons.base.models.ir_access", "odoo.addons.base.models.ir_rule")
    def test_a_reader_is_refused(self):
        reader = self.create_user("ci_reader", f"{MODULE}.group_project_manager")
        with self.assertRaises(AccessError):
            self._import(b"code,name\n01,One\n", reader)

    def test_a_thousand_codes_take_few_queries(self):
        def table(first, count):
            rows = (f"{n // 1000:02}-{n % 1000:03},Code" for n in range(first, first + count))
            return "\n".join(["code,name", *rows]).encode()

        self._import(table(0, 2))
        before = self.cr.sql_log_count
        self._import(table(1000, 10))
        few = self.cr.sql_log_count - before
        before = self.cr.sql_log_count
        self._import(table(2000, 200))
        self.assertLess(self.cr.sql_log_count - before, few + 60)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import JobCostCommon

HEADING = ["line", "cost_code", "cost_type", "quantity", "unit", "unit_cost", "amount"]


@tagged("post_install", "-at_install")
class TestEstimateImport(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.create_user(
            "ei_controller", "construction_jobcost.group_cost_controller"
        )
        cls.estimate = cls.env["construction.estimate"].create(
            {"project_id": cls.job.id, "number": "E-7", "date": "2026-01-10"}
        )

    def _import(self, content, user=None):
        wizards = self.env["construction.estimate.import.wizard"].with_user(user or self.controller)
        wizard = wizards.create(
            {"estimate_id": self.estimate.id, "data": base64.b64encode(content)}
        )
        wizard.action_import()
        return [
            (line.line_ref, line.cost_code_id.code, line.quantity, line.uom_id.name, line.amount)
            for line in self.estimate.line_ids
        ]

    def test_csv_with_codes_that_begin_with_zero(self):
        found = self._import(
            b"line;cost_code;cost_type;quantity;unit;unit_cost;amount\n"
            b"1;0031;L;12.5;Hours;40;\n;;;;;;\n2;03-300;M;;;;99.99\n"
        )
        self.assertEqual(
            found, [("1", "0031", 12.5, "Hours", 500), ("2", "03-300", 0, False, 99.99)]
        )
        self.estimate.action_award()
        self.assertEqual(self.held("original_budget")[self.digging, self.labor], (500, 12.5))

    def test_xlsx(self):
        book = Workbook()
        for row in (HEADING, [1, "0031", "L", 2, "Hours", 40, None]):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        self.assertEqual(self._import(stream.getvalue()), [("1", "0031", 2, "Hours", 80)])

    def test_all_findings_at_once_and_no_line(self):
        content = (
            "line,cost_code,cost_type,quantity,unit,unit_cost,amount\n"
            "1,31,M,,,,5\n"
            "1,03-300,Q,,,,5\n"
            "2,03-300,,,,,5\n"
            '3,03-300,M,,,,"1,5"\n'
            "4,03-300,M,3,,,\n"
            "5,03-300,M,3,furlong,1,\n"
        )
        with self.assertRaises(UserError) as refusal:
            self._import(content.encode())
        found = [line.partition(":")[0] for line in str(refusal.exception).splitlines()]
        self.assertEqual(
            found,
            [
                "Row 2 [cost_code]",
                "Row 3 [repeated]",
                "Row 3 [cost_type]",
                "Row 4 [missing]",
                "Row 5 [number]",
                "Row 6 [amount]",
                "Row 7 [unit]",
            ],
        )
        self.assertFalse(self.estimate.line_ids)

    def test_files_that_are_none(self):
        for content, code in (
            (b"\xff\xfe\x00", "file"),
            (b"PK\x03\x04broken", "file"),
            (b"cost_code,cost_type\n", "file"),
            (b"code,type\n1,2\n", "column"),
        ):
            with self.assertRaisesRegex(UserError, rf"Row 1 \[{code}\]"):
                self._import(content)

    @mute_logger("odoo.addons.base.models.ir_access", "odoo.addons.base.models.ir_rule")
    def test_an_awarded_estimate_and_a_reader_are_refused(self):
        content = b"cost_code,cost_type,amount\n03-300,M,5\n"
        with self.assertRaises(AccessError):
            self._import(
                content, self.create_user("ei_reader", "construction_jobcost.group_project_manager")
            )
        self._import(content)
        self.estimate.action_award()
        with self.assertRaisesRegex(UserError, "locked"):
            self._import(content)

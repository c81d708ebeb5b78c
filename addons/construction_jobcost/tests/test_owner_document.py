# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .document_common import PrintCommon
from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestOwnerDocument(OwnerCommon, PrintCommon):
    def test_application_to_the_owner(self):
        contract = self._contract(10000.0, 5000.0, retention_work_percent=10)
        application = self._application(contract, 4000.0, 500.0)
        pages = self._print("report_owner_application", application.with_user(self.finance))
        self.assertPrinted(
            pages[0],
            "Application for Payment",
            "City Transit",
            "4 Completed and stored to date",
            "8 Payment due 6 − 7 4,050.00",
            "For the owner: name, date, signature",
            "DRAFT",
        )
        self.assertPrinted(
            pages[1], "Total 15,000.00 0.00 4,500.00 0.00 4,500.00 30.00 10,500.00 450.00"
        )

    def test_changes_are_those_of_the_owner(self):
        contract = self._contract(10000.0)
        application = self._application(contract, 100.0)
        self.assertEqual(application.change_amount, contract.change_amount)
        content = io.BytesIO(application._get_workbook())
        summary = load_workbook(content, data_only=True).worksheets[0]
        values = [cell.value for row in summary.iter_rows() for cell in row]
        self.assertIn(application.due_amount, values)

    def test_filled_in_at_one_stroke(self):
        application = self._application(self._contract(10000.0, 500.0))
        application.action_complete()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [10000, 500])

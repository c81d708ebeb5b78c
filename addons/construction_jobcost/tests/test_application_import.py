# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .document_common import DocumentCommon

#: Columns of the continuation sheet, as openpyxl counts them.
ITEM, WORK, STORED = 1, 5, 6


@tagged("post_install", "-at_install")
class TestApplicationImport(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls()._subcontract(1000.0, 500.0, retention_work_percent=10)
        cls.order.sudo().order_line[0].line_ref = "01"

    def _wizard(self, application, content, user=None, **values):
        action = application.action_open_import()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.manager)
            .with_context(**action["context"])
            .create({"data": base64.b64encode(content), "file_name": "claim.xlsx", **values})
        )

    def _changed(self, content, changes):
        """The workbook as a vendor sends it back: {(row of the sheet, column): value}."""
        book = load_workbook(io.BytesIO(content))
        sheet = book.worksheets[1]
        start = next(row for row in range(1, 40) if sheet.cell(row, ITEM).value == "item") + 1
        for (row, column), value in changes.items():
            sheet.cell(start + row, column).value = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_the_workbook_comes_back_filled_in(self):
        self._certified(self.order, 100.0, {"claimed_stored": 80.0})
        application = self._application(self.order)
        content = self._changed(
            application._get_workbook(), {(0, WORK): 250.5, (1, WORK): 30, (1, STORED): 60}
        )
        wizard = self._wizard(application, content)
        wizard.action_check()
        self.assertFalse(wizard.finding_note)
        self.assertEqual(wizard.line_ids.mapped("claimed_work"), [250.5, 10])
        self.assertEqual(wizard.amount, 260.5)
        self.assertEqual(application.line_ids.mapped("claimed_work"), [0, 0])
        wizard.action_apply()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [250.5, 10])
        self.assertEqual(application.line_ids[1].claimed_moved, 20)
        self.assertEqual(application.line_ids.mapped("stored_to_date"), [0, 60])

    def test_all_or_nothing(self):
        application = self._application(self.order, 5.0)
        content = self._changed(
            application._get_workbook(), {(0, WORK): 250, (1, WORK): "later", (1, ITEM): "07"}
        )
        wizard = self._wizard(application, content)
        wizard.action_check()
        for text in ("[item.unknown]", "[number]", "later"):
            self.assertIn(text, wizard.finding_note)
        with self.assertRaisesRegex(UserError, "item.unknown"):
            wizard.action_apply()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [5, 0])

    def test_the_previous_one_is_taken_up_to_date(self):
        first = self._certified(self.order, 100.0, 50.0)
        application = self._application(self.order)
        content = self._changed(first._get_workbook(), {(0, WORK): 400})
        wizard = self._wizard(application, content)
        wizard.action_check()
        self.assertIn("[previous.differs]", wizard.finding_note)
        wizard = self._wizard(application, content, reading="to_date")
        wizard.action_check()
        wizard.action_apply()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [300, 0])

    def test_what_is_submitted_stays(self):
        application = self._application(self.order, 5.0)
        wizard = self._wizard(application, application._get_workbook())
        application.action_submit()
        with self.assertRaisesRegex(UserError, "set it to draft"):
            wizard.action_apply()

    def test_who_may_not_claim_takes_nothing_over(self):
        application = self._application(self.order, 5.0)
        content = application._get_workbook()
        with self.assertRaises(AccessError):
            self._wizard(application, content, user=self.reader)
        foreign = self._wizard(application, content)
        stranger = self._stranger("construction_jobcost.group_finance")
        with self.assertRaises(AccessError):
            foreign.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_ids.ids
            ).action_apply()

    def test_no_workbook(self):
        application = self._application(self.order)
        wizard = self._wizard(application, b"Item;Work")
        wizard.action_check()
        self.assertIn("[file.not_a_workbook]", wizard.finding_note)


@tagged("post_install", "-at_install")
class TestApplicationDownload(DocumentCommon, HttpCase):
    def test_who_reads_it_downloads_it(self):
        application = self._application(self._subcontract(1000.0), 12.5)
        url = application.action_export()["url"]
        self.authenticate(self.reader.login, self.reader.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        sheet = load_workbook(io.BytesIO(answer.content), data_only=True).worksheets[1]
        self.assertIn(12.5, [cell.value for row in sheet.iter_rows() for cell in row])
        # a model that is no application is no address
        self.assertEqual(
            self.url_open(
                f"/construction_jobcost/applications/res.users/{self.env.uid}.xlsx"
            ).status_code,
            404,
        )
        new_test_user(self.env, login="pc_nobody", groups="base.group_user")
        self.authenticate("pc_nobody", "pc_nobody")
        self.assertNotEqual(self.url_open(url).status_code, 200)

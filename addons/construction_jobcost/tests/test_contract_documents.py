# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .document_common import DocumentCommon


@tagged("post_install", "-at_install")
class TestContractDocuments(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.order = case._subcontract(
            10000.0,
            5000.0,
            commitment_type="subcontract",
            title="Drywall",
            scope="<p>Hang <b>and</b> tape</p><script>steal()</script>",
            retention_work_percent=10,
        )
        case._approved(cls.order, {"basis": "amount", "amount": -400.0})
        cls.first = case._certified(cls.order, 4000.0, 1000.0)
        case._billed(cls.first)
        cls.release = (
            cls.env["construction.retention.release"]
            .with_user(cls.manager)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "company_id": cls.company.id,
                    "currency_id": cls.company.currency_id.id,
                    "date": "2026-04-15",
                    "reason": "Half is done",
                }
            )
        )
        cls.release.action_fill(amount=200)

    def _approve(self):
        self.release.action_submit()
        self.release.with_user(self.approver).action_approve()

    def test_subcontract(self):
        pages = "".join(self._print("report_commitment", self.order.with_user(self.reader)))
        self.assertPrinted(
            pages,
            "Subcontract",
            "Steel Supply",
            "0077 Pier 7",
            "Drywall",
            "Hang and tape",
            "Total 14,600.00",
            "Original contract sum 15,000.00 Approved changes (400.00)",
            "Contract sum to date 14,600.00",
            "10.00 % of completed work.",
            "For Harbor Contractors: name, date, signature",
        )
        self.assertNotIn("steal", pages)
        self.assertNotIn("NOTINFORCE", pages)

    def test_a_draft_says_that_it_is_none(self):
        self.assertPrinted(self._print("report_commitment", self._order())[0], "NOT IN FORCE")

    def test_bands_of_retention(self):
        order = self._subcontract(
            1000.0,
            retention_scope="contract",
            retention_tier_ids=[(0, 0, {"up_to_percent": 50, "percent": 10})],
        )
        page = "".join(self._print("report_commitment", order))
        self.assertPrinted(page, "10.00 % of the part up to 50.00 % of the contract.")

    def test_statement_of_a_subcontract(self):
        self._approve()
        page = self._print("report_retention_order", self.order.with_user(self.reader))[0]
        self.assertPrinted(
            page,
            f"{self.first.name} 5,000.00 500.00 0.00 500.00 {self.first.sudo().bill_id.name}",
            f"{self.release.name} 0.00 0.00 200.00 300.00 Not billed",
            "Total 5,000.00 500.00 200.00 300.00",
        )
        standings = self.order._get_payment_standings().values()
        self.assertEqual(sum(standing.held for standing in standings), 300)

    def test_statement_of_a_vendor(self):
        second = self._subcontract(800.0, retention_work_percent=5)
        self._certified(second, 400.0)
        page = self._print("report_retention_vendor", self.vendor.with_user(self.manager))[0]
        self.assertPrinted(page, self.order.name, second.name, "Total 400.00 20.00 0.00 20.00")
        page = self._print("report_retention_vendor", self.other_vendor.with_user(self.manager))[0]
        self.assertPrinted(page, "nothing is held back")

    def test_release(self):
        page = self._print("report_retention_release", self.release)[0]
        self.assertPrinted(page, "DRAFT", "Half is done", "Total 500.00 200.00 300.00")
        self._approve()
        page = self._print("report_retention_release", self.release.with_user(self.reader))[0]
        self.assertPrinted(
            page, "Retention released with this document 200.00", "Approved by pc_approver"
        )
        self.assertNotIn("DRAFT", page)

    def test_strangers_print_nothing(self):
        stranger = self._stranger("construction_jobcost.group_finance")
        for name, record in (
            ("report_commitment", self.order),
            ("report_retention_order", self.order),
            ("report_retention_release", self.release),
        ):
            with self.subTest(report=name), self.assertRaises(AccessError):
                self._print(name, record.with_user(stranger))


@tagged("post_install", "-at_install")
class TestRetentionDownload(DocumentCommon, HttpCase):
    def test_who_reads_the_order_downloads_its_statement(self):
        order = self._subcontract(1000.0, retention_work_percent=10)
        self._certified(order, 300.0)
        self._certified(order, 200.0)
        url = order.action_retention_workbook()["url"]
        self.authenticate(self.reader.login, self.reader.login)
        content = io.BytesIO(self.url_open(url).content)
        kept = load_workbook(content, data_only=True).active
        rows = [[cell.value for cell in row] for row in kept.iter_rows() if row[5].value]
        self.assertEqual([row[2:6] for row in rows[1:]][-1], [500, 50, 0, 50])
        self.assertEqual([row[5] for row in rows[1:3]], [30, 50])
        formulas = [cell.value for row in load_workbook(content).active.iter_rows() for cell in row]
        self.assertTrue(any(str(value).startswith("=SUM(") for value in formulas))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .document_common import DocumentCommon

REPORT = "report_payment_application"


@tagged("post_install", "-at_install")
class TestApplicationDocument(DocumentCommon):
    def _second(self, **values):
        """An application after a certified one and two changes, cut by its certifier."""
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        self._approved(order, {"basis": "amount", "amount": 400.0})
        self._certified(order, 4000.0, 1000.0)
        self._approved(order, {"basis": "amount", "amount": -150.0})
        application = self._application(order, 2000.0, 500.0, **values)
        application.action_submit()
        application.line_ids[0].write(
            {"certified_work": 1500.0, "certify_reason": "Anchors <missing> & late"}
        )
        application.with_user(self.approver).action_certify()
        return application

    def test_summary_shows_the_arithmetic(self):
        pages = self._print(REPORT, self._second())
        self.assertEqual(len(pages), 2)
        self.assertPrinted(
            pages[0],
            "3 Contract sum to date 1 + 2 15,250.00",
            "5 Retention 5a + 5b, column I of the sheet 700.00",
            "6 Earned less retention 4 − 5 6,300.00",
            "7 Previous certificates",
            "8 Payment due 6 − 7 1,800.00",
            "9 Balance to finish, retention included 3 − 6 8,950.00",
            "Previous periods 400.00 0.00 This period 0.00 (150.00) Total 400.00 (150.00)",
            "Certified by pc_approver",
            "Claimed this period, before retention 2,500.00",
            "Certified this period, before retention 2,000.00",
            "2,000.00 1,500.00 (500.00) Anchors <missing> & late",
            "Harbor Contractors",
            "0077 Pier 7",
        )
        self.assertPrinted(pages[1], "2 / 2")

    def test_sheet_ties_to_the_summary(self):
        application = self._second()
        page = self._print(REPORT, application)[1]
        self.assertPrinted(
            page, "Total 15,250.00 5,000.00 2,000.00 0.00 7,000.00 45.90 8,250.00 700.00"
        )
        self.assertEqual(application.contract_amount, 15250)
        self.assertEqual(application.completed_amount, 7000)
        self.assertEqual(application.held_amount, 700)

    def test_a_later_change_leaves_what_was_certified(self):
        application = self._second()
        before = self._print(REPORT, application)
        self._approved(application.order_id, {"basis": "amount", "amount": 9999.0})
        application.invalidate_recordset()
        self.assertEqual(self._print(REPORT, application), before)

    def test_heads_are_repeated_over_two_hundred_lines(self):
        order = self._subcontract(*[1000.0] * 200)
        for number, line in enumerate(order.sudo().order_line, 1):
            line.write({"line_ref": f"X{number:03}", "name": f"Level {number}, gypsum board"})
        application = self._application(order, *[123.45] * 200)
        pages = self._print(REPORT, application)
        self.assertGreater(len(pages), 5)
        found = []
        for page in pages[1:]:
            self.assertPrinted(page, "Continuation sheet", "Scheduled value")
            found += re.findall(r"X\d{3}", page)
        self.assertEqual(found, [f"X{number:03}" for number in range(1, 201)])
        self.assertIn("200,000.00", pages[-1])
        self.assertIn("24,690.00", pages[-1])
        self.assertFalse(any("200,000.00" in page for page in pages[1:-1]))
        self.assertIn("DRAFT", pages[0])

    def test_paper_of_the_company(self):
        application = self._second()
        self.company.paperformat_id = self.env.ref("base.paperformat_us")
        self._print(REPORT, application)
        self.assertEqual(self.papers[0], (792, 612))
        self.company.paperformat_id = self.env.ref("base.paperformat_euro")
        self._print(REPORT, application)
        self.assertEqual(self.papers[0], (842, 595))

    def test_who_reads_the_application_prints_it(self):
        application = self._second()
        pages = self._print(REPORT, application.with_user(self.reader).sudo(False))
        self.assertPrinted(pages[0], "Certified by pc_approver")
        stranger = self._stranger("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            self._print(REPORT, application.with_user(stranger))

    def test_each_document_counts_its_own_pages(self):
        one = self._second()
        two = self._application(self._subcontract(100.0), 10.0)
        pages = self._print(REPORT, one | two)
        self.assertEqual([page[:3] for page in pages], ["1/2", "2/2"] * 2)

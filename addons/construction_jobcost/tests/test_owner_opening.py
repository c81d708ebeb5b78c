# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .document_common import PrintCommon
from .owner_common import OwnerCommon
from .test_application_workbook_core import table

HEADINGS = ["Item", "Work to Date", "Stored Material", "Retention", "Retention Released"]
BUCKETS = (
    "billed",
    "collected",
    "owner_retention_held",
    "owner_retention_released",
    "owner_retention_paid",
)


@tagged("post_install", "-at_install")
class TestOwnerOpening(OwnerCommon, PrintCommon):
    """A contract with an owner that began before it was kept here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.approval_entries = False
        case = cls("test_the_next_one_starts_from_it")
        cls.contract = case._contract(
            payers=((cls.owner, 60), (cls.water, 40)), retention_work_percent=10
        )

    def _open(self, *rows, user=None):
        wizard = (
            self.env["construction.owner.opening.wizard"]
            .with_user(user or self.finance)
            .create(
                {
                    "contract_id": self.contract.id,
                    "number": 7,
                    "period_start": "2025-06-01",
                    "period_end": "2026-02-28",
                    "data": base64.b64encode(table(HEADINGS, *rows)),
                    "file_name": "last.xlsx",
                }
            )
        )
        wizard.action_create()
        return self.contract.application_ids

    def _opened(self):
        """4,500 of the first item and 1,000 of the second; 450 withheld, 200 given back."""
        return self._certify(self._open([1, 4000, 500, 250, 200], [2, 1000, None, 0, 0]))

    def _reports(self):
        """Return ({(category, document): difference}, held by the ageing)."""
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("company_id", "=", self.company.id), ("side", "=", "receivable")]
        rows = self.env["construction.retention.reconciliation"].search(domain)
        ageing = self.env["construction.retention.ageing"].search(domain)
        found = {(row.category, row.document_name): row.difference for row in rows}
        return found, round(sum(ageing.mapped("amount")), 2)

    def test_the_next_one_starts_from_it(self):
        opening = self._opened()
        self.assertEqual((opening.number, opening.state), (7, "paid"))
        self.assertEqual((opening.held_amount, opening.earned_amount), (250, 5250))
        following = self._certified(
            self.contract, {"claimed_work": 1000.0, "claimed_moved": 500.0}, 0.0
        )
        self.assertEqual((following.number, following.previous_amount), (8, 5250))
        self.assertEqual((following.due_amount, following.held_amount), (900, 350))
        self.assertEqual(sum(self._invoiced(following).mapped("amount_untaxed")), 900)

    def test_the_ledger_counts_it_once(self):
        self._open([1, 4000, 500, 250, 200])
        self.assertEqual(self._figures(*BUCKETS), (0, 0, 0, 0, 0))
        opening = self.contract.application_ids
        self._certify(opening)
        self.assertEqual(self._figures(*BUCKETS), (4500, 4250, 250, 200, 200))
        self.assertEqual(self._figures("billed", as_of="2026-02-27"), (0,))
        # an entry that opens the books is no invoice of the contract
        lines = ((self.receivable, 4250), (self.retained, 250), (self.income, -4500))
        entry = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": "2026-02-28",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in lines
                ],
            }
        )
        entry.action_post()
        self.assertEqual(self._figures(*BUCKETS), (4500, 4250, 250, 200, 200))
        self.assertLedgerAgrees()
        reports = {("opening", opening.name): -250, ("manual", entry.name): 250}, 250
        self.assertEqual(self._reports(), reports)
        rows = self.env["construction.retention.ageing"].search(
            [("document_name", "=", opening.name)]
        )
        self.assertEqual(rows.mapped("certified_date"), [opening.period_end] * 2)
        opening.with_user(self.approver).action_void("Wrong file")
        self.assertEqual(self._figures(*BUCKETS), (0, 0, 0, 0, 0))

    def test_what_is_held_is_released_by_payer(self):
        self._opened()
        release = (
            self.env["construction.owner.release"]
            .with_user(self.finance)
            .create({"contract_id": self.contract.id, "date": "2026-06-30", "reason": "Done"})
        )
        release.action_fill(100)
        self.assertEqual(
            {line.payer_id.partner_id: line.amount for line in release.line_ids},
            {self.owner: 60, self.water: 40},
        )
        release.action_submit()
        release.with_user(self.approver).action_approve()
        self._invoiced(release)
        self.assertEqual(self._figures(*BUCKETS), (5500, 5250, 150, 300, 200))
        self.assertEqual(self._reports()[1], 150)

    def test_no_invoice_and_no_second_one(self):
        opening = self._opened()
        with self.assertRaisesRegex(UserError, "the invoices for it exist"):
            opening.with_user(self.finance).action_create_invoices()
        with self.assertRaisesRegex(UserError, "before the first one"):
            self._open([1, 5, 0, 0, 0])

    def test_all_or_nothing_and_by_finance(self):
        with self.assertRaisesRegex(UserError, "retention.wrong"), self.cr.savepoint():
            self._open([1, 4000, 0, 3000, 1001])
        self.assertFalse(self.contract.application_ids)
        for user in (self.site, self.manager):
            with self.assertRaises(AccessError):
                self._open([1, 5, 0, 0, 0], user=user)
        stranger = self._stranger("construction_jobcost.group_finance")
        with self.assertRaises(AccessError):
            self._open([1, 5, 0, 0, 0], user=stranger)

    def test_on_paper_and_as_a_spreadsheet(self):
        opening = self._opened()
        pages = self._print("report_owner_application", opening.with_user(self.finance))
        self.assertPrinted(
            pages[0],
            "OPENING BALANCES",
            "Opening balances billed elsewhere until 02/28/2026",
            "6 Earned less retention 4 − 5 5,250.00",
        )
        book = load_workbook(io.BytesIO(opening._get_workbook()), data_only=True)
        values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        self.assertIn("billed elsewhere until 02/28/2026", values)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .procurement_common import JOB_COST
from .retention_common import RetentionCommon

FIGURES = ("books_amount", "ledger_amount", "difference")


@tagged("post_install", "-at_install")
class TestRetentionReconciliation(RetentionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_what_documents_did_agrees")
        cls.company.approval_entries = False
        cls.finance = cls._person("rr_finance", JOB_COST + "finance", cls.company)
        cls.order = case._subcontract(10000.0, 5000.0, retention_work_percent=10)
        cls.application = case._certified(cls.order, 10000.0, 2000.0)

    def _by_category(self, as_of="2026-12-31", user=None):
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        report = self.env["construction.retention.reconciliation"].with_user(user or self.finance)
        groups = report.with_context(as_of=as_of)._read_group(
            [("company_id", "=", self.company.id)],
            ["category"],
            [f"{name}:sum" for name in FIGURES],
        )
        return {category: tuple(round(n, 2) for n in sums) for category, *sums in groups}

    def _row(self, category):
        report = self.env["construction.retention.reconciliation"].with_user(self.finance)
        return report.search([("company_id", "=", self.company.id), ("category", "=", category)])

    def _balance(self, as_of="2026-12-31"):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.retention.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", as_of),
            ]
        )
        return -sum(lines.mapped("balance"))

    def _draft_bill(self):
        self.application.with_user(self.bookkeeper).action_create_bill()
        return self.application.sudo().bill_id

    def test_what_documents_did_agrees(self):
        bill = self._billed(self.application)
        self._billed(self._approved_release(self.order, amount=600))
        self._reverse(bill, day="2026-06-10")
        for day, held in (("2026-03-31", 1200), ("2026-04-15", 600), ("2026-06-10", -600)):
            self.assertEqual(self._by_category(day), {"agreed": (held, held, 0)}, day)
            self.assertEqual(self._balance(day), held)

    def test_an_entry_by_hand_is_named(self):
        self._billed(self.application)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-04-02",
                "line_ids": [
                    Command.create({"account_id": self.retention.id, "balance": 70.0}),
                    Command.create({"account_id": self.cash.id, "balance": -70.0}),
                ],
            }
        )
        entry.action_post()
        self.assertEqual(self._by_category(), {"agreed": (1200, 1200, 0), "manual": (-70, 0, -70)})
        row = self._row("manual")
        self.assertEqual((row.document_name, row.account_id), (entry.name, self.retention))
        self.assertEqual(row.action_open_document()["res_id"], entry.id)

    def test_a_changed_retention_line_is_named(self):
        bill = self._draft_bill()
        line = bill.invoice_line_ids.filtered(lambda line: line.account_id == self.retention)
        line.price_unit = -1000.0
        bill.with_user(self.approver).action_approve_bill("Agreed on site")
        self.assertEqual(self._by_category(), {"changed": (1000, 1200, -200)})
        row = self._row("changed")
        self.assertEqual(
            (row.document_name, row.project_id, row.partner_id, row.order_id),
            (self.application.name, self.job, self.vendor, self.order),
        )

    def test_a_retention_line_that_was_deleted_is_named(self):
        bill = self._draft_bill()
        bill.invoice_line_ids.filtered(lambda line: line.account_id == self.retention).unlink()
        # the certificate's approval does not let go what it held back
        with self.assertRaisesRegex(UserError, "approved for"):
            bill.with_user(self.bookkeeper).action_post()
        bill.with_user(self.approver).action_approve_bill("Agreed on site")
        self.assertEqual(self._by_category(), {"missing": (0, 1200, -1200)})

    def test_another_account_is_named(self):
        bill = self._draft_bill()
        other = self.retention.copy({"code": "210001"})
        line = bill.invoice_line_ids.filtered(lambda line: line.account_id == self.retention)
        line.account_id = other
        bill.with_user(self.bookkeeper).action_post()
        self.assertEqual(self._by_category(), {"account": (1200, 1200, 0)})
        rows = self._row("account")
        self.assertEqual(
            {row.account_id: row.difference for row in rows}, {self.retention: -1200, other: 1200}
        )

    def test_items_without_a_job_are_named(self):
        coded = self._coding(cost_type=self.subcontract)
        product = self.subcontract.product_id
        order = self._confirmed_order(
            (product, 1, 1000.0, {"analytic_distribution": coded}),
            (product, 1, 500.0, {"analytic_distribution": False}),
            retention_work_percent=10,
        )
        order.order_line[1].analytic_distribution = False
        self._billed(self._certified(order, 1000.0, 500.0))
        self.assertEqual(self._by_category(), {"uncoded": (150, 100, 50)})

    def test_only_who_keeps_the_books(self):
        for user in (self.manager, self.reader):
            with self.assertRaises(AccessError):
                self._by_category(user=user)
        self._billed(self.application)
        stranger = self._stranger(JOB_COST + "finance")
        report = self.env["construction.retention.reconciliation"].with_user(stranger)
        self.assertFalse(
            report.with_context(allowed_company_ids=stranger.company_ids.ids).search([])
        )
        wizard = (
            self.env["construction.retention.reconciliation.wizard"]
            .with_user(self.finance)
            .create({"as_of": "2026-03-30", "project_ids": self.job.ids})
        )
        action = wizard.action_open_report()
        self.assertFalse(
            report.with_user(self.finance)
            .with_context(**action["context"])
            .search(action["domain"])
        )

    def test_each_job_has_its_part(self):
        other = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        coding = {
            key: percent
            for job, percent in ((self.job, 33.33), (other, 66.67))
            for key in self._coding(cost_type=self.subcontract, job=job)
        }
        product = self.subcontract.product_id
        order = self._confirmed_order(
            (product, 1, 1000.0, {"analytic_distribution": coding}), retention_work_percent=10
        )
        self._billed(self._certified(order, 1000.0))
        self.assertEqual(self._by_category(), {"agreed": (100, 100, 0)})
        rows = self._row("agreed")
        self.assertEqual(
            {row.project_id: row.books_amount for row in rows}, {self.job: 33.33, other: 66.67}
        )

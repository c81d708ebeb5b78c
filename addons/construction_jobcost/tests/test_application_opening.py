# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .payment_common import PaymentCommon
from .test_application_workbook_core import table

HEADINGS = ("Item", "Work to Date", "Stored Material", "Retention")


@tagged("post_install", "-at_install")
class TestApplicationOpening(PaymentCommon):
    def _order(self, *lines, **values):
        order = super()._order(*lines, **values)
        for number, line in enumerate(order.order_line, 1):
            line.line_ref = f"{number:02}"
        return order

    def _open(self, order, *rows, user=None):
        self._wizard(order, *rows, user=user).action_create()
        return order.payment_application_ids

    def _wizard(self, order, *rows, user=None, headings=HEADINGS):
        return (
            self.env["construction.application.opening.wizard"]
            .with_user(user or self.manager)
            .create(
                {
                    "order_id": order.id,
                    "number": 7,
                    "period_start": "2025-06-01",
                    "period_end": "2026-02-28",
                    "data": base64.b64encode(table(headings, *rows)),
                    "file_name": "last.xlsx",
                }
            )
        )

    def _certified_opening(self, order):
        opening = self._open(order, [1, 4000, 500, 425], ["02", 1000, None, 0])
        opening.action_submit()
        opening.with_user(self.approver).action_certify()
        self.env.cr.flush()
        return opening

    def test_the_next_one_starts_from_it(self):
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        opening = self._certified_opening(order)
        self.assertEqual((opening.number, opening.state, opening.held_amount), (7, "paid", 425))
        following = self._certified(order, 1000.0, 0.0)
        self.assertEqual((following.number, following.previous_amount), (8, 5075))
        self.assertEqual(following.line_ids.mapped("held"), [525, 0])
        self.assertEqual(following.due_amount, 900)

    def test_it_holds_in_the_ledger_once_and_accrues_nothing(self):
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        opening = self._certified_opening(order)
        buckets = self._buckets()
        self.assertEqual(buckets["retention_held"], 425)
        self.assertNotIn("accrued", buckets)
        self.assertNotIn("invoiced", buckets)
        with self.assertRaisesRegex(UserError, "the bills for it exist"):
            opening.with_user(self.bookkeeper).action_create_bill()
        self.assertFalse(
            self.env["account.move.line"].search([("account_id", "=", self.retention.id)])
        )
        self.assertSwept()

    def test_what_was_given_back_was_paid(self):
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        wizard = self._wizard(order, [1, 4000, 500, 250, 200], headings=[*HEADINGS, "Released"])
        wizard.action_create()
        opening = order.payment_application_ids
        opening.action_submit()
        opening.with_user(self.approver).action_certify()
        self.env.cr.flush()
        self.assertEqual((opening.held_amount, opening.earned_amount), (250, 4250))
        names = ("retention_held", "retention_released", "retention_paid")
        buckets = self._buckets()
        self.assertEqual([buckets[name] for name in names], [250, 200, 200])
        # 450 was withheld of 4,500: the next one withholds of its own work only
        following = self._certified(order, 1000.0, 0.0)
        self.assertEqual((following.previous_amount, following.due_amount), (4250, 900))
        self.assertEqual(following.line_ids.mapped("held"), [350, 0])
        step = order._get_retention_statement()[0]
        self.assertEqual((step.withheld, step.released, step.held), (450, 200, 250))
        self.assertSwept()

    def test_it_is_an_opening_balance_in_the_reconciliation(self):
        self.company.approval_entries = False
        order = self._subcontract(10000.0, 5000.0, retention_work_percent=10)
        opening = self._certified_opening(order)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-02-28",
                "line_ids": [
                    Command.create({"account_id": self.retention.id, "balance": -425.0}),
                    Command.create({"account_id": self.cash.id, "balance": 425.0}),
                ],
            }
        )
        entry.action_post()
        self._buckets()
        self.env.flush_all()
        rows = self.env["construction.retention.reconciliation"].search(
            [("company_id", "=", self.company.id)]
        )
        ageing = self.env["construction.retention.ageing"].search(
            [("document_name", "=", opening.name)]
        )
        self.assertEqual((ageing.certified_date, ageing.amount), (opening.period_end, 425))
        self.assertEqual(
            {(row.category, row.document_name, row.difference) for row in rows},
            {("opening", opening.name, -425), ("manual", entry.name, 425)},
        )

    def test_it_is_printed_as_such(self):
        opening = self._certified_opening(self._subcontract(10000.0, 5000.0))
        self.assertEqual(opening._get_document_mark(), "OPENING BALANCES")
        fact = ("Opening balances", "billed elsewhere until 02/28/2026")
        self.assertIn(fact, opening._get_contract_facts())

    def test_it_takes_who_may_certify(self):
        order = self._subcontract(10000.0, 5000.0)
        opening = self._open(order, [1, 4000, 0, 0])
        opening.action_submit()
        with self.assertRaises(AccessError):
            opening.action_certify()
        with self.assertRaises(AccessError):
            self._open(self._subcontract(10.0), [1, 4, 0, 0], user=self.reader)
        self.assertNotIn("retention_held", self._buckets())

    def test_the_mark_is_not_written(self):
        application = self._application(self._subcontract(1000.0), 10.0)
        with self.assertRaises(UserError):
            application.is_opening = True
        with self.assertRaises(UserError):
            application.create(
                {
                    "order_id": self._subcontract(10.0).id,
                    "period_start": "2026-01-01",
                    "period_end": "2026-01-31",
                    "is_opening": True,
                }
            )

    def test_only_before_the_first(self):
        order = self._subcontract(10000.0)
        self._application(order, 10.0)
        with self.assertRaisesRegex(UserError, "before the first one"):
            self._open(order, [1, 5, 0, 0])

    def test_all_or_nothing(self):
        order = self._subcontract(10000.0, 5000.0)
        with self.assertRaisesRegex(UserError, "retention.wrong"), self.cr.savepoint():
            self._open(order, [1, 4000, 0, 4001], ["02", 6000, 0, 0])
        self.assertFalse(order.payment_application_ids)


@tagged("post_install", "-at_install")
class TestApplicationBackup(PaymentCommon):
    def test_much_is_claimed_with_documents_only(self):
        self.company.write({"asks_backup": True, "backup_limit": 300.0})
        application = self._application(self._subcontract(1000.0, 500.0), 300.0, 301.0)
        self.assertEqual(application.line_ids.mapped("lacks_backup"), [False, True])
        with self.assertRaisesRegex(UserError, "back-up documents are asked for"):
            application.action_submit()
        line = application.line_ids[1]
        paper = (
            self.env["ir.attachment"]
            .with_user(self.manager)
            .create(
                {"name": "Delivery note", "raw": b"x", "res_model": line._name, "res_id": line.id}
            )
        )
        line.backup_ids = paper
        self.assertEqual(line.backup_count, 1)
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        # who reads the application reads its papers, others do not
        self.assertEqual(paper.with_user(self.reader).read(["name"])[0]["name"], "Delivery note")
        stranger = self._stranger("construction_jobcost.group_finance")
        with self.assertRaises(AccessError):
            paper.with_user(stranger).read(["raw"])
        application.with_user(self.approver).action_certify()
        with self.assertRaises(UserError):
            line.backup_ids = False

    def test_nobody_asks(self):
        application = self._application(self._subcontract(1000.0), 1000.0)
        application.action_submit()
        self.assertFalse(application.line_ids.lacks_backup)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestRetentionOwner(OwnerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_held_by_owners_by_age")
        cls.job.write({"date_start": "2026-01-01", "date": "2026-04-30"})
        with freeze_time(datetime(2026, 4, 2, 12)):
            contract = case._contract(10000.0, retention_work_percent=10)
            cls.invoice = case._invoiced(case._certified(contract, 4000.0))
        cls.env.flush_all()

    def _ageing(self, as_of):
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.invalidate_all()
        ageing = self.env["construction.retention.ageing"].with_context(as_of=as_of)
        return ageing.search([("project_id", "=", self.job.id), ("side", "=", "receivable")])

    def _by_category(self):
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        report = self.env["construction.retention.reconciliation"].with_user(self.finance)
        groups = report._read_group(
            [("company_id", "=", self.company.id), ("side", "=", "receivable")],
            ["category"],
            ["books_amount:sum", "ledger_amount:sum", "difference:sum"],
        )
        return {category: tuple(sums) for category, *sums in groups}

    def test_held_by_owners_by_age(self):
        row = self._ageing("2026-05-10")
        self.assertEqual((row.amount, row.amount_60, row.partner_id), (400, 400, self.owner))
        self.assertEqual((str(row.certified_date), row.is_overdue), ("2026-04-02", True))
        self.assertEqual(row.action_open_document()["res_id"], self.invoice.id)
        self.assertFalse(self._ageing("2026-03-30"))

    def test_a_reversed_invoice_holds_nothing(self):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({"date": "2026-05-20", "journal_id": self.invoice.journal_id.id})
        )
        wizard.reverse_moves()
        self.invoice.with_env(self.env).reversal_move_ids.action_post()
        self.assertEqual(sum(self._ageing("2026-05-19").mapped("amount")), 400)
        self.assertFalse(self._ageing("2026-05-20"))
        self.assertFalse(self._by_category())

    def test_an_entry_by_hand_is_named(self):
        self.assertEqual(self._by_category(), {"agreed": (400, 400, 0)})
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-04-10",
                "line_ids": [
                    Command.create({"account_id": self.retained.id, "balance": -30.0}),
                    Command.create({"account_id": self.cash.id, "balance": 30.0}),
                ],
            }
        )
        entry.action_post()
        self.assertEqual(self._by_category(), {"agreed": (400, 400, 0), "manual": (-30, 0, -30)})

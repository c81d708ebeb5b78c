# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A company that closes its months: journal and accounts for accruals, somebody of finance."""

from collections import defaultdict
from datetime import datetime

from odoo.fields import Command, Date

from .procurement_common import JOB_COST
from .procurement_ledger_common import LedgerCase

MARCH, APRIL = "2026-03-31", "2026-04-30"


class CloseCommon(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owed, cls.other_expense = cls.env["account.account"].create(
            [
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for code, name, kind in (
                    ("210000", "Accrued Liabilities", "liability_current"),
                    ("610000", "Rent", "expense"),
                )
            ]
        )
        cls.company.write(
            {
                "accrual_journal_id": cls.general.id,
                "accrual_account_id": cls.owed.id,
                "expense_account_id": cls.expense.id,
                "approval_entries": False,
            }
        )
        cls.finance = cls._person("cl_finance", JOB_COST + "finance", cls.company)
        cls.service = cls.env["product.product"].create(
            {"name": "Crane hire", "type": "service", "purchase_method": "receive"}
        )

    def _received_order(self, quantity=6, day=datetime(2026, 3, 10, 12), **values):
        """Confirm an order of 10 at 100 and accept some of it."""
        order = self._confirmed_order(**values)
        self._receive((order.order_line, quantity, day))
        return order

    def _run_of(self, day=MARCH, user=None):
        """Return the draft run of a month."""
        runs = self.env["construction.accrual.run"].with_user(user or self.finance)
        self.env.flush_all()
        return runs._prepare_run(self.company, Date.to_date(day))

    def _accrue(self, day=MARCH):
        run = self._run_of(day)
        run.action_post()
        self.env.flush_all()
        return run

    def _balances(self, until):
        """Return {account: balance} of posted items up to and including a day."""
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", until),
            ]
        )
        result = defaultdict(float)
        for item in items:
            result[item.account_id] += item.balance
        return {account: round(value, 2) for account, value in result.items() if round(value, 2)}

    def _accrued(self, until):
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        domain = [("company_id", "=", self.company.id), ("bucket", "=", "accrued")]
        found = entries.sudo().search(domain + [("date", "<=", until)])
        return round(sum(found.mapped("amount")), 2)

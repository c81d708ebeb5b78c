# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.approval import Facts, gap
from ..core.coding import Operation
from ..core.values import decimal


class AccountMoveLine(models.Model):
    """Items of expenses: what was approved as an expense needs no second approval."""

    _inherit = "account.move.line"

    def _get_coding_operation(self):
        return Operation.WORK if self.expense_id else super()._get_coding_operation()

    def _filter_approved_expenses(self):
        """Return the items that the approvals of their expenses cover, all of one expense together.

        What other posted entries claim of the same expense counts too.
        """
        covered = self.browse()
        for expense, items in self.filtered("expense_id").grouped("expense_id").items():
            claims = items | self._get_claims_of(expense)
            grant = expense._get_job_grant()
            fact = Facts(
                sum((decimal(item.balance) for item in claims), decimal(0)),
                0,
                frozenset(claims._get_job_ids()),
            )
            if grant and not gap(fact, grant):
                covered |= items
        return covered

    def _get_claims_of(self, expense):
        # Sudo: what was posted counts, whoever looks.
        return self.sudo().search(
            [
                ("expense_id", "=", expense.id),
                ("parent_state", "=", "posted"),
                ("analytic_distribution", "!=", False),
                ("display_type", "=", "product"),
            ]
        )

    def _get_job_ids(self):
        parts = self.env["construction.cost.key"]._parse(self.mapped("analytic_distribution"))
        return {key.project_id for coding in parts for key, _percent in coding}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.values import decimal


class AccountMove(models.Model):
    """The budget check of what is billed without an order."""

    _name = "account.move"
    _inherit = ["account.move", "construction.budget.checked"]
    _budget_document = "bill"

    def _get_budget_requests(self):
        bills = self.filtered(
            lambda move: move.state == "draft" and move.is_purchase_document(include_receipts=True)
        )
        lines = bills.invoice_line_ids.filtered(
            lambda line: (
                line.display_type == "product"
                and line.analytic_distribution
                and not line.purchase_line_id
            )
        )
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        orders, result = self.env["purchase.order.line"], {bill: [] for bill in bills}
        for line, coding in zip(lines, parts, strict=True):
            amounts = orders._allocate_percent(
                decimal(line.balance), coding, line.company_id.currency_id
            )
            result[line.move_id] += [
                (key, amount) for (key, _percent), amount in zip(coding, amounts, strict=True)
            ]
        return result

    def _post(self, soft=True):
        self._check_budget()
        return super()._post(soft=soft)

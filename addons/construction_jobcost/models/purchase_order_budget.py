# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.values import decimal


class PurchaseOrder(models.Model):
    """The budget check of an order that was not requested, or is more than was."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.budget.checked"]
    _budget_document = "order"

    def _get_budget_requests(self):
        orders = self.filtered(lambda order: order.state in ("draft", "sent"))
        lines = orders.order_line.filtered(lambda r: not r.display_type and r.analytic_distribution)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        result = {order: [] for order in orders if order._exceeds_requisition()}
        for line, coding in zip(lines, parts, strict=True):
            if line.order_id in result:
                amounts = lines._allocate_percent(
                    decimal(line._get_net_amount()), coding, line.company_id.currency_id
                )
                result[line.order_id] += [
                    (key, amount) for (key, _percent), amount in zip(coding, amounts, strict=True)
                ]
        return result

    def _exceeds_requisition(self):
        """Tell whether the order has more than what a requisition was checked for."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        if not lines.requisition_line_id or lines.filtered(lambda r: not r.requisition_line_id):
            return True
        return any(
            requested.currency_id.compare_amounts(
                sum(line._get_net_amount() for line in requested.order_line_ids), requested.amount
            )
            > 0
            for requested in lines.requisition_line_id
        )

    def button_confirm(self):
        self.filtered(lambda order: order.state in ("draft", "sent"))._check_budget()
        return super().button_confirm()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PurchaseOrder(models.Model):
    """The budget check of an order that was not requested, or is more than was."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.budget.checked"]
    _budget_document = "order"

    def _get_budget_requests(self):
        orders = self.filtered(lambda order: order.state in ("draft", "sent"))
        lines = orders.order_line.filtered(lambda r: not r.display_type and r.analytic_distribution)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        asked = lines._get_unrequested_amounts()
        result = {order: [] for order in orders}
        for line, coding in zip(lines, parts, strict=True):
            result[line.order_id] += line._share_out(asked[line], coding)
        return result

    def button_confirm(self):
        self.filtered(lambda order: order.state in ("draft", "sent"))._check_budget()
        return super().button_confirm()

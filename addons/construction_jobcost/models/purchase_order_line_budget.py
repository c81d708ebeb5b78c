# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.values import decimal


class PurchaseOrderLine(models.Model):
    """What order lines ask of the budget."""

    _inherit = "purchase.order.line"

    def _get_unrequested_amounts(self):
        """Return {line: Decimal, company currency}: its cost beyond what was requested for it.

        What is requested is checked and counts already, until it is ordered. Of several lines
        for one request the first have it.
        """
        left = {line: line.open_quantity for line in self.requisition_line_id}
        result = {}
        for line in self:
            requested = line.requisition_line_id
            result[line] = decimal(line._get_net_amount())
            if requested:
                quantity = min(line._get_requested_quantity(), left[requested])
                left[requested] -= quantity
                result[line] -= requested._get_part_amount(quantity)
        return result

    def _share_out(self, amount, coding, company=None):
        """Return [(CostKey, Decimal)]: an amount by a coding, [(CostKey, percent)]."""
        currency = (company or self.company_id).currency_id
        positive = [(key, percent) for key, percent in coding if percent > 0]
        if not positive:
            return []
        parts = self._allocate_percent(amount, positive, currency)
        return [(key, part) for (key, _percent), part in zip(positive, parts, strict=True)]

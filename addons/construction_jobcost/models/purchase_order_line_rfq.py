# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.quotes import Quote
from ..core.values import decimal


class PurchaseOrderLine(models.Model):
    """A vendor's quote for a requested line."""

    _inherit = "purchase.order.line"

    def _filter_quotes(self):
        return self.filtered(lambda line: line.requisition_line_id and not line.display_type)

    def _get_quote(self):
        """Return the line as plain values, in company currency."""
        self.ensure_one()
        return Quote(
            self.id,
            self.requisition_line_id.id,
            self.order_id.id,
            decimal(self._get_net_amount()),
            decimal(self._get_requested_quantity()),
        )

    def _get_requested_amount(self):
        """Return what was approved for what the line stands for (Decimal, company currency)."""
        self.ensure_one()
        requested = self.requisition_line_id
        if not requested:
            return decimal(0)
        return requested._get_part_amount(self._get_requested_quantity())

    def _prepare_kept_quote(self, rfq, awarded):
        """Return the values of the kept quote."""
        quote = self._get_quote()
        return {
            "rfq_id": rfq.id,
            "requisition_line_id": self.requisition_line_id.id,
            "partner_id": self.partner_id.id,
            "order_id": self.order_id.id,
            "order_name": self.order_id.name,
            "quantity": float(quote.quantity),
            "price_unit": float(quote.price) if quote.is_given else 0.0,
            "amount": float(quote.amount),
            "date_planned": self.date_planned,
            "awarded": awarded,
        }

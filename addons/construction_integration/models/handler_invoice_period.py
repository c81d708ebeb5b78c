# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class HandlerInvoice(models.AbstractModel):
    """Invoices of closed periods, and what an invoice is worth to who must approve it."""

    _inherit = "construction.handler.invoice"

    def _worth(self, item):
        currency = item.data.currency
        return item.data.total if currency in (None, self.env.company.currency_id.name) else None

    def _gate(self, items):
        super()._gate(items)
        for item in items:
            data = item.data
            # the books come last: a bill that does not match is settled before they are opened
            if item.is_open:
                self._check_period(
                    item,
                    data.invoice_date,
                    purchase=True,
                    tax=bool(data.tax_total),
                    amount=data.total,
                )

    def _prepare_bill_values(self, item):
        values = super()._prepare_bill_values(item)
        # a vendor's invoice keeps its date; it counts from the first day that is open
        return values | {"date": self.env.company._get_open_day(values["date"])}

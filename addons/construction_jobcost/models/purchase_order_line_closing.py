# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core import precommit
from ..core.commitment import releasable
from ..core.values import decimal

MARKED = "construction_jobcost.order_line.closed"
#: What receipts, bills and edits change on an order line.
FROZEN = frozenset(
    {
        "qty_received",
        "qty_invoiced",
        "product_qty",
        "price_unit",
        "price_subtotal",
        "analytic_distribution",
        "order_id",
    }
)


class PurchaseOrderLine(models.Model):
    """What closing releases of a line, and that nothing happens to it until it is reopened.

    The guard does not ask where a change comes from: it sees every low-level write.
    """

    _inherit = "purchase.order.line"

    def _get_releasable(self):
        """Return {line: (amount in company currency, quantity)} that is neither received nor billed."""
        lines = self.filtered(lambda line: not line.display_type)
        events = lines._get_cost_events()
        result = {}
        for line in lines:
            price = line._get_net_price()
            accepted = sum((q for _day, q in line._get_accepted(events)), decimal(0))
            billed = events["bill"][line.id]
            billed_quantity = sum((q for _day, q, _amount in billed), decimal(0))
            billed_amount = sum((amount for _day, _q, amount in billed), decimal(0))
            currency = line.company_id.currency_id
            amount = releasable(
                decimal(line._get_net_amount()),
                decimal(currency.round(float(accepted * price))),
                billed_amount,
            )
            by_quantity = line.billing_basis == "quantity"
            quantity = releasable(decimal(line.product_qty), accepted, billed_quantity)
            result[line] = (amount, quantity if by_quantity and amount else decimal(0))
        return result

    # Guard ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._mark_for_closed_check()
        return lines

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not FROZEN.isdisjoint(vals) for vals in vals_list):
            self._mark_for_closed_check()
        return result

    def _mark_for_closed_check(self):
        precommit.collect(self.env.cr, MARKED, self.ids, self.browse()._check_marked_lines)

    def _check_marked_lines(self):
        # Sudo: the guard judges what was written, not what its writer may read.
        marked = self.sudo().browse(precommit.drain(self.env.cr, MARKED)).exists()
        marked.order_id._check_not_closed()

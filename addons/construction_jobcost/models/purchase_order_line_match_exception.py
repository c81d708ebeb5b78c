# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core import precommit
from .account_move_matching import MARKED_LINES

FIELDS = frozenset({"qty_received", "product_qty", "price_unit", "price_subtotal", "billing_basis"})


class PurchaseOrderLine(models.Model):
    """A receipt or a new price settles exceptions of the bills, or makes some."""

    _inherit = "purchase.order.line"

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not FIELDS.isdisjoint(vals) for vals in vals_list):
            self._mark_for_matching()
        return result

    def _mark_for_matching(self):
        """Have the exceptions of the bills of these lines looked at."""
        if self:
            # no look at the bills yet: this is called while the lines are being written
            precommit.collect(
                self.env.cr, MARKED_LINES, self.ids, self.env["account.move"]._match_marked
            )

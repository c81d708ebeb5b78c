# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.commitment import LineTerms
from ..core.values import decimal


class PurchaseOrderLine(models.Model):
    """What changes of the commitment did to an order line."""

    _inherit = "purchase.order.line"

    change_line_ids = fields.One2many(
        "construction.commitment.change.line", "applied_line_id", string="Changes", readonly=True
    )

    def _get_terms(self):
        """Return the LineTerms of the line as it stands."""
        self.ensure_one()
        return LineTerms(
            decimal(self.product_qty), decimal(self.price_unit), decimal(self.discount)
        )

    def _set_terms(self, terms):
        """Write quantity and price; a vendor's price list is not to change them meanwhile."""
        self.write(
            {
                "product_qty": float(terms.quantity),
                "price_unit": float(terms.price),
                "discount": float(terms.discount),
            }
        )

    def _record_change(self, change_line, earlier):
        """Note that the revisions since ``earlier`` are the doing of a change line."""
        self._record_commitments()
        (self.commitment_revision_ids - earlier).change_line_id = change_line

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PurchaseOrder(models.Model):
    """Orders are coded to what their jobs take."""

    _inherit = "purchase.order"

    def _check_coding(self):
        """Raise CodingError naming the orders and lines that cannot be coded so."""
        self.order_line._check_coding()

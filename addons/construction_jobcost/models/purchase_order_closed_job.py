# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PurchaseOrder(models.Model):
    """The orders of a closed job stay what they are."""

    _inherit = "purchase.order"

    def write(self, vals):
        if vals.get("state") in ("draft", "sent", "cancel"):
            # to drop a draft changes no figure
            settled = self.filtered(lambda order: order.state not in ("draft", "sent"))
            settled.filtered(lambda order: order.state != vals["state"])._check_jobs_not_closed()
        return super().write(vals)

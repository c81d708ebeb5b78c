# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.values import decimal


class PurchaseOrder(models.Model):
    """The approved changes of a subcontract one by one."""

    _inherit = "purchase.order"

    def _get_payment_change_amounts(self):
        # Sudo: figures of the contract that is billed.
        changes = self.sudo().change_ids.filtered(lambda change: change.state == "approved")
        return [decimal(change.amount_total) for change in changes]

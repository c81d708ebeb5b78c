# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.values import decimal


class ConstructionRequisition(models.Model):
    """Requisitions that regularise what was ordered already."""

    _inherit = "construction.requisition"

    def _create_orders(self):
        """The approval of the requisition takes the place of what allowed its order."""
        # Sudo: as for orders that are made from a requisition.
        orders = self.sudo().order_ids.filtered(
            lambda order: order.is_emergency and order.state == "purchase"
        )
        for order in orders:
            lines = order.order_line.requisition_line_id
            order._adopt_requisition(sum((decimal(line.amount) for line in lines), decimal(0)))
        orders._close_emergency_activities()
        return super()._create_orders()

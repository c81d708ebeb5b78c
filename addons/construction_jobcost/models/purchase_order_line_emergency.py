# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PurchaseOrderLine(models.Model):
    """A line that is requested after it was ordered."""

    _inherit = "purchase.order.line"

    def _prepare_request_afterwards(self, key):
        """Return the values of the requisition line that asks for the line on a budget line."""
        self.ensure_one()
        quantity = self.product_qty or 1.0
        return {
            "product_id": self.product_id.id,
            "description": self.name,
            "quantity": quantity,
            "uom_id": self.product_uom_id.id,
            "estimated_unit_cost": self._get_net_amount() / quantity,
            "cost_code_id": key.cost_code_id,
            "cost_type_id": key.cost_type_id,
            "phase_id": key.phase_id or False,
            "line_ref": self.line_ref,
        }

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

OPEN_REQUISITIONS = ("draft", "submitted", "budget_check", "approved")
OPEN_ORDERS = ("draft", "sent", "to approve", "purchase")


class ConstructionChangeLine(models.Model):
    """Where the demand of a change line meets what is open."""

    _inherit = "construction.change.line"

    def _find_requisition_lines(self):
        """Return the lines of open requisitions on the same job and code, or of the same item."""
        same = self._get_demand_domain("cost_code_id", "product_id")
        return self.env["construction.requisition.line"].search(
            same
            & Domain("project_id", "in", self.project_id.ids)
            & Domain("requisition_id.state", "in", OPEN_REQUISITIONS)
        )

    def _find_order_lines(self):
        """Return order lines, requested or not received in full, on the same job and code."""
        # two fields: two conditions on the same one would be merged into their intersection
        codes = Domain(
            "distribution_analytic_account_ids",
            "in",
            self.cost_code_id.analytic_account_id.ids or [0],
        )
        if self.product_id:
            codes |= Domain("product_id", "in", self.product_id.ids)
        lines = self.env["purchase.order.line"].search(
            codes
            & Domain("analytic_distribution", "in", self.project_id.account_id.ids or [0])
            & Domain("order_id.state", "in", OPEN_ORDERS)
        )
        return lines.filtered(
            lambda line: line.state != "purchase" or line.qty_received < line.product_qty
        )

    def _get_demand_domain(self, code_field, product_field):
        domain = Domain(code_field, "in", self.cost_code_id.ids)
        if self.product_id:
            domain |= Domain(product_field, "in", self.product_id.ids)
        return domain

    def _prepare_requisition_line_values(self):
        """Return the values of the requisition line for what is not covered yet."""
        self.ensure_one()
        quantity = self.quantity if self.quantity > 0 else 1.0
        return {
            "change_line_id": self.id,
            "product_id": self.product_id.id,
            "description": self.description,
            "quantity": quantity,
            "uom_id": self.uom_id.id or self.env.ref("uom.product_uom_unit").id,
            "estimated_unit_cost": self.uncovered_amount / quantity,
            "cost_code_id": self.cost_code_id.id,
            "cost_type_id": self.cost_type_id.id,
            "phase_id": self.phase_id.id,
            "vendor_id": self.vendor_id.id,
        }

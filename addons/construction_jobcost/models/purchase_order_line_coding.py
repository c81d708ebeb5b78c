# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.coding import Operation
from .construction_cost_key_check import CodedLine


class PurchaseOrderLine(models.Model):
    """Lines of confirmed orders are checked whenever their coding changes."""

    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.order_id.state == "purchase")._check_coding()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not {"analytic_distribution", "order_id"}.isdisjoint(vals):
            self.filtered(lambda line: line.order_id.state == "purchase")._check_coding()
        return result

    def _check_coding(self):
        keys = self.env["construction.cost.key"]
        today = fields.Date.context_today(self)
        lines = [
            CodedLine(
                line,
                keys._get_parts(line.analytic_distribution),
                line.order_id.company_id.id,
                today,
            )
            for line in self
            if not line.display_type and line.analytic_distribution
        ]
        keys._check_coding(
            lines,
            Operation.ORDER,
            lambda line: self.env._("Purchase order %(name)s", name=line.order_id.name),
        )

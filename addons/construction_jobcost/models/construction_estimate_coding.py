# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.coding import Operation
from .construction_cost_key_check import CodedLine


class ConstructionEstimate(models.Model):
    """Budgets are coded to what their job takes."""

    _inherit = "construction.estimate"

    @api.constrains("state")
    def _check_award(self):
        super()._check_award()
        keys = self.env["construction.cost.key"]
        lines = [
            CodedLine(
                line,
                keys._get_parts(line._get_analytic_distribution()),
                line.estimate_id.company_id.id,
                line.estimate_id.date or fields.Date.context_today(self),
            )
            for line in self.filtered(lambda estimate: estimate.state == "awarded").line_ids
        ]
        keys._check_coding(lines, Operation.BUDGET, lambda line: line.estimate_id.display_name)

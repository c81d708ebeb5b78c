# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.coding import Operation
from .construction_cost_key_check import CodedLine


class ConstructionRequisition(models.Model):
    """Requisitions are coded to what their job takes, from submission on."""

    _inherit = "construction.requisition"

    def _check_complete(self):
        super()._check_complete()
        keys = self.env["construction.cost.key"]
        today = fields.Date.context_today(self)
        lines = [
            CodedLine(line, keys._get_parts(line.analytic_distribution), line.company_id.id, today)
            for line in self.line_ids
        ]
        keys._check_coding(lines, Operation.ORDER, lambda line: line.requisition_id.display_name)

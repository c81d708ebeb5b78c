# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionEstimateLine(models.Model):
    """What a budget line is in a template."""

    _inherit = "construction.estimate.line"

    def _prepare_template_line_values(self):
        """Return the values of the template line that gives this line to another job."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "phase_code": self.phase_id.code,
            "cost_code_id": self.cost_code_id.id,
            "cost_type_id": self.cost_type_id.id,
            "description": self.description,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "unit_cost": self.unit_cost,
            "amount": self.amount,
        }

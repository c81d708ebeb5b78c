# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.keys import CostKey


class ConstructionRentalAllocationLine(models.Model):
    """What of a rental bill falls on one budget line of one job."""

    _name = "construction.rental.allocation.line"
    _description = "Rental Allocation Line"
    _order = "allocation_id, project_id, cost_code_id, id"
    _rec_name = "project_id"

    allocation_id = fields.Many2one(
        "construction.rental.allocation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="allocation_id.company_id", store=True)
    currency_id = fields.Many2one(related="allocation_id.currency_id")
    project_id = fields.Many2one(
        "project.project", string="Job", required=True, ondelete="restrict"
    )
    cost_code_id = fields.Many2one("construction.cost.code", required=True, ondelete="restrict")
    cost_type_id = fields.Many2one("construction.cost.type", required=True, ondelete="restrict")
    phase_id = fields.Many2one("construction.job.phase", ondelete="restrict")
    quantity = fields.Float(string="Used", digits="Product Unit")
    amount = fields.Monetary()

    def _get_cost_key(self):
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )

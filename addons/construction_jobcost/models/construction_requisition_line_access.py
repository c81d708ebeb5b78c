# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionRequisitionLine(models.Model):
    """A line that is being typed tells the budget of jobs only that its writer may see."""

    _inherit = "construction.requisition.line"

    @api.depends_context("uid")
    def _compute_budget(self):
        jobs = self.project_id._origin._filtered_access("read")
        visible = self.filtered(lambda line: line.project_id._origin in jobs)
        super(ConstructionRequisitionLine, visible)._compute_budget()
        (self - visible).update(
            {
                "budget_amount": 0.0,
                "committed_amount": 0.0,
                "available_amount": 0.0,
                "is_over_budget": False,
            }
        )

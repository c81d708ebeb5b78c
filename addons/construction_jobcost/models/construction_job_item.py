# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.keys import CostKey


class ConstructionJobItem(models.AbstractModel):
    """A line on a budget line of a job."""

    _name = "construction.job.item"
    _description = "Line on a Budget Line"
    _inherit = ["construction.coded.item"]

    project_id = fields.Many2one("project.project", string="Job")
    phase_id = fields.Many2one(
        "construction.job.phase",
        ondelete="restrict",
        domain="[('project_id', '=', project_id)]",
    )

    @api.constrains("phase_id")
    def _check_phase_id(self):
        for line in self:
            if line.phase_id and line.phase_id.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "Phase %(phase)s belongs to another job. Choose a phase of %(job)s.",
                        phase=line.phase_id.code,
                        job=line.project_id.display_name,
                    )
                )

    def _get_cost_key(self):
        """Return the CostKey of the budget line that this line belongs to."""
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )

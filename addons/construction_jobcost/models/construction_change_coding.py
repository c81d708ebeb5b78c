# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.keys import CostKey


class ConstructionChangeCoding(models.AbstractModel):
    """A line of a change: what it is, on which budget line, how much of it."""

    _name = "construction.change.coding"
    _description = "Coding of a Change Line"
    _order = "sequence, id"
    _rec_name = "description"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    project_id = fields.Many2one("project.project", string="Job")
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    description = fields.Char(
        compute="_compute_description", store=True, readonly=False, precompute=True
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, index=True, ondelete="restrict", check_company=True
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, ondelete="restrict", check_company=True
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        ondelete="restrict",
        domain="[('project_id', '=', project_id)]",
    )
    quantity = fields.Float(digits=(16, 6))
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    vendor_id = fields.Many2one("res.partner", check_company=True, ondelete="restrict")

    @api.depends("cost_code_id")
    def _compute_description(self):
        for line in self:
            line.description = line.description or line.cost_code_id.name

    @api.depends("cost_code_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or line.cost_code_id.uom_id

    @api.constrains("phase_id", "project_id")
    def _check_phase_id(self):
        for line in self:
            if line.phase_id and line.phase_id.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "Phase %(phase)s belongs to another job. Choose a phase of %(job)s.",
                        phase=line.phase_id.display_name,
                        job=line.project_id.display_name,
                    )
                )

    @api.constrains("cost_code_id", "cost_type_id")
    def _check_cost_type_id(self):
        revenue = self.env.ref("construction_jobcost.cost_type_revenue")
        for line in self:
            allowed = line.cost_code_id.cost_type_ids
            if line.cost_type_id == revenue or (allowed and line.cost_type_id not in allowed):
                raise ValidationError(
                    self.env._(
                        "Cost code %(code)s does not take cost type %(type)s. Choose another type.",
                        code=line.cost_code_id.code,
                        type=line.cost_type_id.code,
                    )
                )

    def _get_cost_key(self):
        """Return the CostKey of the budget line that the cost falls on."""
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.keys import CostKey


class ConstructionBudgetItem(models.AbstractModel):
    """A line that gives budget: what it is coded to, quantity, unit cost and amount."""

    _name = "construction.budget.item"
    _description = "Line of a Budget Document"

    project_id = fields.Many2one("project.project")
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, ondelete="restrict", check_company=True
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        ondelete="restrict",
        domain="[('project_id', '=', project_id)]",
    )
    description = fields.Char(compute="_compute_description", store=True, readonly=False)
    quantity = fields.Float(digits=(16, 6))
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )
    unit_cost = fields.Float(digits=(16, 6), help="Company currency per unit.")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)

    @api.depends("cost_code_id")
    def _compute_description(self):
        for line in self:
            line.description = line.description or line.cost_code_id.name

    @api.depends("cost_code_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or line.cost_code_id.uom_id

    @api.depends("quantity", "unit_cost")
    def _compute_amount(self):
        for line in self:
            product = Decimal(str(line.quantity)) * Decimal(str(line.unit_cost))
            priced = line.quantity or line.unit_cost
            line.amount = line.currency_id.round(float(product)) if priced else line.amount

    @api.constrains("cost_code_id", "cost_type_id", "phase_id")
    def _check_coding(self):
        for line in self:
            allowed = line.cost_code_id.cost_type_ids
            if allowed and line.cost_type_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "Cost code %(code)s does not take cost type %(type)s. "
                        "It takes: %(allowed)s.",
                        code=line.cost_code_id.code,
                        type=line.cost_type_id.code,
                        allowed=", ".join(allowed.mapped("code")),
                    )
                )
            if line.phase_id and line.phase_id.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "Phase %(phase)s belongs to another job. Choose a phase of %(job)s.",
                        phase=line.phase_id.code,
                        job=line.project_id.job_code,
                    )
                )

    def _get_cost_key(self):
        """Return the CostKey of the budget line that this line belongs to."""
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )

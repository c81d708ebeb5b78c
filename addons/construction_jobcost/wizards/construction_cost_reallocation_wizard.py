# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.reallocation import PERCENT
from ..models.construction_cost_reallocation_line_left import MOVABLE


class ConstructionCostReallocationWizard(models.TransientModel):
    """Choose recorded costs of a job and where they belong."""

    _name = "construction.cost.reallocation.wizard"
    _description = "Add Costs to a Reallocation"
    _check_company_auto = True

    reallocation_id = fields.Many2one(
        "construction.cost.reallocation", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reallocation_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(related="reallocation_id.project_id", string="From Job")
    entry_ids = fields.Many2many(
        "construction.cost.entry",
        "construction_reallocation_wizard_entry_rel",
        string="Costs",
        domain=f"[('project_id', '=', project_id), ('bucket', 'in', {MOVABLE}), "
        "('source_model', '!=', 'construction.cost.reallocation.line')]",
    )
    percent = fields.Float(default=100, help="How much of each cost moves.")
    target_project_id = fields.Many2one(
        "project.project",
        string="To Job",
        required=True,
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
        compute="_compute_target_project_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    target_code_id = fields.Many2one(
        "construction.cost.code",
        string="To Code",
        check_company=True,
        help="Empty: as the cost is coded now.",
    )
    target_type_id = fields.Many2one(
        "construction.cost.type",
        string="To Type",
        check_company=True,
        help="Empty: as the cost is coded now.",
    )
    target_phase_id = fields.Many2one(
        "construction.job.phase",
        string="To Phase",
        domain="[('project_id', '=', target_project_id)]",
    )

    @api.depends("reallocation_id")
    def _compute_target_project_id(self):
        for wizard in self:
            wizard.target_project_id = wizard.target_project_id or wizard.project_id

    def action_add(self):
        """Add a line for each chosen cost; several entries of one cost are one line."""
        self.ensure_one()
        if not self.entry_ids:
            raise UserError(self.env._("Choose the costs to move first."))
        costs = {}
        for entry in self.entry_ids.sorted("id"):
            key = (entry.source_model, entry.source_id, entry.budget_line_id.id)
            costs.setdefault(key, entry)
        self.env["construction.cost.reallocation.line"].create(
            [self._prepare_line(entry) for entry in costs.values()]
        )
        return {"type": "ir.actions.act_window_close"}

    def _prepare_line(self, entry):
        return {
            "reallocation_id": self.reallocation_id.id,
            "entry_id": entry.id,
            "method": PERCENT,
            "value": self.percent,
            "target_project_id": self.target_project_id.id,
            "target_code_id": (self.target_code_id or entry.cost_code_id).id,
            "target_type_id": (self.target_type_id or entry.cost_type_id).id,
            "target_phase_id": self.target_phase_id.id,
        }

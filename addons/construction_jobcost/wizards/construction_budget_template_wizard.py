# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionBudgetTemplateWizard(models.TransientModel):
    """Put the lines of a template into a draft budget of a job."""

    _name = "construction.budget.template.wizard"
    _description = "Budget from Template"
    _check_company_auto = True

    project_id = fields.Many2one(
        "project.project", string="Job", required=True, domain=[("is_job", "=", True)]
    )
    company_id = fields.Many2one(related="project_id.company_id")
    estimate_id = fields.Many2one(
        "construction.estimate",
        string="Draft Budget",
        domain="[('project_id', '=', project_id), ('state', '=', 'draft')]",
        help="The lines are added to it. Empty: a new one is made.",
    )
    template_id = fields.Many2one("construction.budget.template", required=True, check_company=True)
    needs_size = fields.Boolean(related="template_id.needs_size")
    size_name = fields.Char(related="template_id.size_name", string="Name of Size")
    size_uom_id = fields.Many2one(related="template_id.size_uom_id")
    size = fields.Float(digits=(16, 6), help="In the unit of the template.")

    def action_apply(self):
        """Add the lines, and open the budget."""
        self.ensure_one()
        estimate = self.estimate_id
        if estimate:
            self.template_id._apply(estimate, self.size)
        else:
            estimate = self.template_id._create_estimate(self.project_id, self.size)
        return estimate.get_formview_action()

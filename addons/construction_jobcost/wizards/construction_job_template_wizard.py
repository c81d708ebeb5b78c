# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionJobTemplateWizard(models.TransientModel):
    """Name the job that is made from a template."""

    _name = "construction.job.template.wizard"
    _description = "New Job from Template"

    template_id = fields.Many2one(
        "project.project",
        required=True,
        domain="[('is_template', '=', True), ('is_job', '=', True)]",
        help="A job that is a template: its phases, opened codes, settings, team and tasks are "
        "copied.",
    )
    job_code = fields.Char(required=True)
    name = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users", string="Project Manager", default=lambda self: self.env.user
    )
    partner_id = fields.Many2one("res.partner", string="Customer")
    budget_template_id = fields.Many2one(
        "construction.budget.template",
        compute="_compute_budget_template_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', template_company_id)]",
        help="Its lines become a draft budget of the job.",
    )
    template_company_id = fields.Many2one(related="template_id.company_id")
    needs_size = fields.Boolean(related="budget_template_id.needs_size")
    size_name = fields.Char(related="budget_template_id.size_name", string="Name of Size")
    size_uom_id = fields.Many2one(related="budget_template_id.size_uom_id")
    size = fields.Float(digits=(16, 6), help="In the unit of the budget template.")

    @api.depends("template_id")
    def _compute_budget_template_id(self):
        for wizard in self:
            wizard.budget_template_id = wizard.template_id.budget_template_id

    def action_create_job(self):
        """Create the job and open it."""
        self.ensure_one()
        self.template_id.check_access("read")
        job = self.template_id._create_job(self._prepare_job_values())
        self._create_budget(job)
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": job.id,
            "views": [
                (self.env.ref("construction_jobcost.project_project_job_view_form").id, "form")
            ],
        }

    def _create_budget(self, job):
        if self.budget_template_id:
            self.budget_template_id.check_access("read")
            # Sudo: replaces the right to enter budgets; a cost controller wrote the template, and
            # it takes one to award what comes of it.
            self.budget_template_id.sudo()._create_estimate(job.sudo(), self.size)

    def _prepare_job_values(self):
        return {
            "job_code": self.job_code,
            "name": self.name,
            "user_id": self.user_id.id,
            "partner_id": self.partner_id.id,
            "company_id": self.template_id.company_id.id,
            "job_status": "planned",
        }

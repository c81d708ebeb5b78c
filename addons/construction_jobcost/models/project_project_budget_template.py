# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ProjectProject(models.Model):
    """The budget that jobs made from a template begin with."""

    _inherit = "project.project"

    budget_template_id = fields.Many2one(
        "construction.budget.template",
        domain="[('company_id', '=', company_id)]",
        ondelete="restrict",
        groups="construction_jobcost.group_job_cost_user",
        help="New jobs made from this template get these lines as a draft budget.",
    )

    @api.constrains("budget_template_id", "company_id")
    def _check_budget_template_id(self):
        for job in self.filtered("budget_template_id"):
            job.budget_template_id._check_company_of(job)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


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

    def action_create_job(self):
        """Create the job and open it."""
        self.ensure_one()
        self.template_id.check_access("read")
        job = self.template_id._create_job(self._prepare_job_values())
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": job.id,
            "views": [
                (self.env.ref("construction_jobcost.project_project_job_view_form").id, "form")
            ],
        }

    def _prepare_job_values(self):
        return {
            "job_code": self.job_code,
            "name": self.name,
            "user_id": self.user_id.id,
            "partner_id": self.partner_id.id,
            "company_id": self.template_id.company_id.id,
            "job_status": "planned",
        }

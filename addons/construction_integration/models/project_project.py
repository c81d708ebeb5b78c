# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    @api.model_create_multi
    def create(self, vals_list):
        projects = super().create(vals_list)
        projects._release_messages_waiting_for_job()
        return projects

    def write(self, vals):
        result = super().write(vals)
        if "job_code" in vals:
            self._release_messages_waiting_for_job()
        return result

    def _release_messages_waiting_for_job(self):
        """Messages that came before their job go on, whoever made the job."""
        for company, jobs in self.filtered("is_job").grouped("company_id").items():
            self.env["integration.message"]._release(company.id, "job", jobs.mapped("job_code"))

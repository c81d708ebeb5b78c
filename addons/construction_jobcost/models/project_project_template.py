# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProjectProject(models.Model):
    """Jobs that begin as a copy of a template: phases, opened codes, settings and team."""

    _inherit = "project.project"

    def _create_job(self, values):
        """Return a new job made from this template.

        values: of the job; job_code and name at least.
        """
        self.ensure_one()
        job = self.action_create_from_template(values)
        self._copy_job_structure(job)
        return job

    def _copy_job_structure(self, job):
        job.job_team_ids |= self.job_team_ids
        self.env["construction.job.phase"].create(
            [
                {
                    "project_id": job.id,
                    "code": phase.code,
                    "name": phase.name,
                    "sequence": phase.sequence,
                }
                for phase in self.phase_ids
            ]
        )
        # Sudo: replaces the right to open codes; a cost controller opened them on the template.
        self.env["construction.job.cost.code"].sudo().create(
            [
                {
                    "project_id": job.id,
                    "cost_code_id": opening.cost_code_id.id,
                    "cost_type_id": opening.cost_type_id.id,
                }
                for opening in self.sudo().job_cost_code_ids
                if opening.state == "open"
            ]
        )

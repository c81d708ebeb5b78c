# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionJobPhase(models.Model):
    _name = "construction.job.phase"
    _description = "Job Phase"
    _inherit = ["construction.analytic.dimension"]
    _order = "project_id, sequence, code, id"
    _check_company_auto = True
    _analytic_plan_xmlid = "construction_jobcost.analytic_plan_phase"

    sequence = fields.Integer(default=10)
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_job", "=", True)],
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)

    _code_uniq = models.UniqueIndex("(project_id, code)", "This job has a phase with that code.")

    def _prepare_analytic_account_vals(self):
        vals = super()._prepare_analytic_account_vals()
        return dict(vals, name=f"{self.project_id.job_code} / {self.name}")

    @api.model
    def _find_by_code(self, codes, job):
        """Return {code: phase} of ``job``, archived phases included."""
        phases = self.with_context(active_test=False).search(
            [("project_id", "=", job.id), ("code", "in", list(codes))]
        )
        return {phase.code: phase for phase in phases}

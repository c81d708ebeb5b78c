# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

MEMBER = "construction_jobcost.group_job_cost_user"


class ProjectProject(models.Model):
    """Who works on a job, and what of it only they see."""

    _inherit = "project.project"

    job_team_ids = fields.Many2many(
        "res.users",
        "project_project_job_team_rel",
        "project_id",
        "user_id",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Besides the project manager these people see the budget, orders and costs of the "
        "job, as far as their rights go.",
    )
    # every employee may read a project, but not what its contract is worth
    contract_amount = fields.Monetary(groups=MEMBER)
    retention_percent = fields.Float(groups=MEMBER)
    # of all that was booked on the job, whoever reads it
    analytic_account_balance = fields.Monetary(groups=MEMBER)

    def write(self, vals):
        if "name" not in vals or self.env.su:
            return super().write(vals)
        rest = {name: value for name, value in vals.items() if name != "name"}
        self.check_access("write")
        if rest:
            super().write(rest)
        # Sudo: replaces the right on analytic accounts, which Odoo names after the project;
        # the right on the project was checked.
        return super(ProjectProject, self.sudo()).write({"name": vals["name"]})

    def _mark_job_sources(self):
        super()._mark_job_sources()
        # documents that were coded to the account before it was a job's
        for name in self.env.registry.descendants(["construction.job.document"], "_inherit"):
            if not self.env[name]._abstract:
                self.env[name]._recompute_job_ids(self.account_id)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.values import local_day

MEMBER = "construction_jobcost.group_job_cost_user"


class ProjectProject(models.Model):
    """A job on the WIP schedules: up to the period in which it was closed."""

    _inherit = "project.project"

    job_closed_date = fields.Date(
        string="Closed on",
        compute="_compute_job_closed_date",
        store=True,
        groups=MEMBER,
        help="WIP schedules show the job up to the period of this day.",
    )

    @api.depends("job_status")
    def _compute_job_closed_date(self):
        for job in self:
            today = local_day(self.env.cr.now(), job.company_id.partner_id.tz)
            job.job_closed_date = job.job_status == "closed" and today

    def action_view_wip(self):
        """Open what WIP schedules say of the job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_wip_line_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={},
            display_name=self.env._("WIP of %(job)s", job=self.job_code),
        )

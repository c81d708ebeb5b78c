# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.values import local_day


class ProjectProject(models.Model):
    """A job on the WIP schedules: up to the period in which it was closed."""

    _inherit = "project.project"

    job_closed_date = fields.Date(
        string="Closed on",
        compute="_compute_job_closed_date",
        store=True,
        groups="construction_jobcost.group_job_cost_user",
        help="WIP schedules show the job up to the period of this day.",
    )

    @api.depends("job_status")
    def _compute_job_closed_date(self):
        for job in self:
            # a job that is closed once more, as by a message, stays closed since that day
            day = job.job_closed_date or local_day(self.env.cr.now(), job.company_id.partner_id.tz)
            job.job_closed_date = job.job_status == "closed" and day

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_closed_date(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_closed_date(vals)
        return super().write(vals)

    @api.model
    def _check_closed_date(self, vals):
        if "job_closed_date" in vals:
            raise UserError(
                self.env._("The day a job was closed on is noted when it is. Close the job.")
            )

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

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import sql

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

    is_closed_date_derived = fields.Boolean(
        string="Closing Day Is Derived",
        compute="_compute_job_closed_date",
        store=True,
        groups="construction_jobcost.group_job_cost_user",
        help="The job was closed before the day was noted: it is that of its last cost.",
    )

    def init(self):
        """Give jobs that were closed before the day was noted the day of their last amount."""
        super().init()
        # SQL: before the fields are computed, which takes the day that is there; on the first
        # installation there is no ledger yet, and no job
        if sql.table_exists(self.env.cr, "construction_cost_entry"):
            self._derive_closed_dates()

    @api.model
    def _derive_closed_dates(self):
        self.env.cr.execute(
            """
            UPDATE project_project job
               SET is_closed_date_derived = TRUE,
                   job_closed_date = LEAST(COALESCE(
                       (SELECT MAX(date) FROM construction_cost_entry WHERE project_id = job.id),
                       job.write_date::date), CURRENT_DATE)
             WHERE job.is_job AND job.job_status = 'closed' AND job.job_closed_date IS NULL
            """
        )

    @api.depends("job_status")
    def _compute_job_closed_date(self):
        for job in self:
            closed, known = job.job_status == "closed", job.job_closed_date
            # a job that is closed once more, as by a message, stays closed since that day
            day = known or local_day(self.env.cr.now(), job.company_id.partner_id.tz)
            job.is_closed_date_derived = closed and known and job.is_closed_date_derived
            job.job_closed_date = closed and day

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
        if {"job_closed_date", "is_closed_date_derived"} & vals.keys():
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

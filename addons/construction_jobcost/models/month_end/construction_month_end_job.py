# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CONTROLLER = "construction_jobcost.group_cost_controller"
MANAGER = "construction_jobcost.group_project_manager"


class ConstructionMonthEndJob(models.Model):
    """The sign-off of one job's month."""

    _name = "construction.month.end.job"
    _description = "Month End of a Job"
    _inherit = ["construction.sign.off"]
    _order = "month_end_id desc, project_id"
    _check_company_auto = True

    month_end_id = fields.Many2one(
        "construction.month.end", required=True, readonly=True, index=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="month_end_id.company_id", store=True, index=True)
    month = fields.Date(related="month_end_id.month", store=True)

    _job_uniq = models.UniqueIndex(
        "(project_id, month_end_id)", "Somebody else signs off this job just now. Try again."
    )

    @api.depends("project_id", "month_end_id")
    def _compute_display_name(self):
        for sign_off in self:
            sign_off.display_name = self.env._(
                "%(month)s of %(job)s",
                month=sign_off.month_end_id.display_name,
                job=sign_off.project_id.display_name,
            )

    def _get_close(self):
        return self.month_end_id

    def _get_job(self):
        return self.project_id

    @api.model
    def _may_sign(self, job):
        """Whether the user is one who signs off months of this job."""
        user = self.env.user
        return user.has_group(CONTROLLER) or (job.user_id == user and user.has_group(MANAGER))

    @api.model
    def _sign_clear(self, close, jobs, findings):
        """Sign off, of these jobs, all that the user signs and nothing blocks; return them.

        findings: of the month, as ``_get_findings`` gives them now.
        """
        blocking = [finding for check, finding in findings.items() if check.is_blocking]
        clear = jobs.filtered(
            lambda job: (
                self._may_sign(job)
                and not any(finding.get_cell(job.id).count for finding in blocking)
            )
        )
        if not clear:
            return clear
        close = close._ensure(close.company_id, close.month)
        known = self.search([("month_end_id", "=", close.id), ("project_id", "in", clear.ids)])
        # Sudo: nobody has the right to create sign-offs; the right to sign was asked above.
        made = self.sudo().create(
            [{"month_end_id": close.id, "project_id": job.id} for job in clear - known.project_id]
        )
        sign_offs = known.filtered(lambda one: one.state != "signed") | self.browse(made.ids)
        sign_offs._check_can_sign()
        sign_offs._set_signed()
        return sign_offs.project_id

    def _check_may_sign(self):
        self.project_id.check_access("read")
        if not self._may_sign(self.project_id):
            raise AccessError(
                self.env._(
                    "The month of %(job)s is signed off by its project manager or by a cost "
                    "controller.",
                    job=self.project_id.display_name,
                )
            )

    def _check_can_sign(self):
        super()._check_can_sign()
        self._check_company_open()

    def _check_can_reopen(self):
        self._check_company_open()

    def _check_company_open(self):
        for close in self.month_end_id:
            if close.state == "signed":
                raise UserError(
                    self.env._(
                        "%(month)s is signed off for the company. Finance has to reopen it first.",
                        month=close.display_name,
                    )
                )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..core import coding
from ..exceptions import CodingError

CONTROLLER = "construction_jobcost.group_cost_controller"


class ProjectProject(models.Model):
    """What may be coded to a job."""

    _inherit = "project.project"

    cost_code_policy = fields.Selection(
        [("company", "Any code of the company"), ("opened", "Only codes opened on the job")],
        default="company",
        required=True,
        tracking=True,
        help="Which cost codes the documents of the job may name.",
    )
    job_cost_code_ids = fields.One2many(
        "construction.job.cost.code", "project_id", string="Opened Codes"
    )

    def write(self, vals):
        if "job_status" in vals and vals["job_status"] != "closed":
            self._check_not_closed()
        if "cost_code_policy" in vals:
            self._check_may_govern(vals["cost_code_policy"])
        return super().write(vals)

    def action_activate(self):
        """Let planned jobs, and those on hold, take all documents."""
        self.check_access("write")
        self.filtered(lambda job: job.job_status in ("planned", "on_hold")).job_status = "active"
        return True

    def _check_may_govern(self, policy):
        changed = any(job.cost_code_policy != policy for job in self)
        if changed and not (self.env.su or self.env.user.has_group(CONTROLLER)):
            raise AccessError(
                self.env._("Which cost codes a job takes is up to a cost controller. Ask one.")
            )

    def _check_not_closed(self):
        closed = self.filtered(lambda job: job.is_job and job.job_status == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "Job %(jobs)s is closed. Reopen it first (the button Reopen), with a reason.",
                    jobs=", ".join(closed.mapped("job_code")),
                )
            )

    def _reopen(self, status, reason):
        """Give closed jobs another status again; the reason is kept in their history.

        Raises AccessError for somebody who is no cost controller, UserError without a reason.
        """
        self.check_access("write")
        if not self.env.user.has_group(CONTROLLER):
            raise AccessError(
                self.env._("Reopening a closed job is up to a cost controller. Ask one.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the job is opened again."))
        # past the guard of this class
        super().write({"job_status": status})
        for job in self:
            job.message_post(body=self.env._("Reopened: %(reason)s", reason=reason.strip()))

    def _get_coding_fact(self):
        """Return the coding.Job of this job."""
        self.ensure_one()
        return coding.Job(
            self.job_status, self.company_id.id, self.active, self.cost_code_policy == "opened"
        )

    def _check_status(self, operation, label):
        """Refuse what the status of these jobs does not let through.

        operation: coding.Operation; label: how the document is named to the user.
        Raises CodingError "coding.closed".
        """
        # Sudo: the status counts for everybody who enters a document.
        for job in self.sudo().filtered("is_job"):
            if not job.active or operation not in coding.STATUS_ALLOWS[job.job_status]:
                raise CodingError(job._get_status_problem(label), coding.CLOSED)

    def _get_status_problem(self, label):
        """Return what the status of the job refuses, and what to do."""
        self.ensure_one()
        if self.active and self.job_status == "planned":
            return self.env._(
                "%(document)s: job %(job)s is planned and takes only its budget so far. Open the "
                "job and press Activate, or choose another job.",
                document=label,
                job=self.job_code,
            )
        return self.env._(
            "%(document)s: job %(job)s is %(status)s and does not take this. Change the status of "
            "the job, or choose another job.",
            document=label,
            job=self.job_code,
            status=self._get_status_name(),
        )

    def _get_status_name(self):
        self.ensure_one()
        if not self.active:
            return self.env._("archived")
        return dict(self._fields["job_status"]._description_selection(self.env))[self.job_status]

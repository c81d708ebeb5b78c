# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MEMBER = "construction_jobcost.group_job_cost_user"
LOCK_FIELDS = frozenset({"budget_lock_date", "budget_locked_by_id"})


class ProjectProject(models.Model):
    """The lock of a job's original budget, and the changes after it."""

    _inherit = "project.project"

    budget_lock_date = fields.Date(
        string="Budget Locked on",
        readonly=True,
        copy=False,
        tracking=True,
        groups=MEMBER,
        help="Since then the original budget is fixed: no further estimate is awarded, the budget "
        "changes by transfers and revisions.",
    )
    budget_locked_by_id = fields.Many2one(
        "res.users",
        string="Budget Locked by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=MEMBER,
    )
    budget_change_ids = fields.One2many(
        "construction.budget.change", "project_id", string="Budget Changes", groups=MEMBER
    )
    budget_change_count = fields.Integer(compute="_compute_budget_change_count", groups=MEMBER)
    job_contingency = fields.Monetary(
        string="Contingency Left",
        compute="_compute_job_contingency",
        groups=MEMBER,
        help="What is available on cost codes that are a contingency.",
    )

    @api.depends("budget_change_ids")
    def _compute_budget_change_count(self):
        groups = self.env["construction.budget.change"]._read_group(
            [("project_id", "in", self.ids)], ["project_id"], ["__count"]
        )
        counts = {job.id: count for job, count in groups}
        for job in self:
            job.budget_change_count = counts.get(job.id, 0)

    @api.depends_context("as_of", "known_at")
    def _compute_job_contingency(self):
        groups = self.env["construction.cost.report"]._read_group(
            [("project_id", "in", self.ids), ("cost_code_id.is_contingency", "=", True)],
            ["project_id"],
            ["available:sum"],
        )
        left = {job.id: available for job, available in groups}
        for job in self:
            job.job_contingency = left.get(job.id, 0.0)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_no_lock({name for vals in vals_list for name, value in vals.items() if value})
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_lock(vals.keys())
        return super().write(vals)

    @api.model
    def _check_no_lock(self, names):
        if LOCK_FIELDS & names:
            raise UserError(
                self.env._("Lock or unlock the budget of a job by its buttons, not by writing it.")
            )

    def action_lock_budget(self):
        """Fix the original budget of jobs, as somebody who may edit them."""
        self.check_access("write")
        for job in self:
            if not job._get_awarded_estimates():
                raise UserError(
                    self.env._(
                        "%(job)s has no awarded estimate to lock. Award its estimate first.",
                        job=job.display_name,
                    )
                )
        self._lock_budget()
        return True

    def _lock_budget(self):
        """Fix the original budget of the jobs that are not locked yet."""
        # Sudo: also the first approved change locks, whose approver does not edit jobs.
        open_jobs = self.sudo().filtered(lambda job: not job.budget_lock_date)
        if open_jobs:
            open_jobs._set_budget_lock(fields.Date.context_today(self), self.env.user)

    def _set_budget_lock(self, date, user):
        # past the write of this model, which refuses the fields of the lock
        super().write({"budget_lock_date": date, "budget_locked_by_id": user.id})

    def action_ask_unlock_budget(self):
        """Ask for the reason of unlocking."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        return dict(
            action,
            name=self.env._("Unlock Budget of %(job)s", job=self.job_code),
            context={
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_step": "unlock_budget",
            },
        )

    def action_unlock_budget(self, reason=None):
        """Open the original budget again, as a cost controller; the reason is kept on the job."""
        self.check_access("write")
        if not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            raise AccessError(
                self.env._("Only a cost controller unlocks a budget. Ask one, and say why.")
            )
        reason = self.env["construction.approval.mixin"]._required_reason(reason)
        self._set_budget_lock(False, self.env["res.users"])
        for job in self:
            job.message_post(body=self.env._("Budget unlocked: %(reason)s", reason=reason))
        return True

    def _get_awarded_estimates(self):
        # Sudo: whether a job has a budget matters to all who write it.
        return (
            self.env["construction.estimate"]
            .sudo()
            .search([("project_id", "in", self.ids), ("state", "=", "awarded")])
        )

    def action_view_budget_changes(self):
        """Open the budget changes of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_budget_change_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
            display_name=self.env._("Budget Changes of %(job)s", job=self.job_code),
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ConstructionEstimate(models.Model):
    """No award on a job whose budget is locked, unless somebody decides it for a reason."""

    _inherit = "construction.estimate"

    is_budget_locked = fields.Boolean(compute="_compute_is_budget_locked")

    @api.depends("project_id.budget_lock_date")
    def _compute_is_budget_locked(self):
        for estimate in self:
            # Sudo: as in _check_budget_lock.
            estimate.is_budget_locked = bool(estimate.sudo().project_id.budget_lock_date)

    @api.constrains("state")
    def _check_budget_lock(self):
        # Sudo: the lock binds also those who may not see it.
        for estimate in self.sudo():
            locked = estimate.project_id.budget_lock_date
            if locked and estimate.state != "draft":
                raise ValidationError(
                    self.env._(
                        "The budget of %(job)s is locked since %(date)s by %(user)s. Enter a "
                        "budget change, or ask a cost controller to unlock the budget or to award "
                        "despite the lock.",
                        job=estimate.project_id.display_name,
                        date=locked,
                        user=estimate.project_id.budget_locked_by_id.name,
                    )
                )

    def _award_despite_lock(self, reason):
        """Award revisions on jobs whose budget is locked; it stays locked, the reason is kept.

        Who may decide that is checked by the caller. Raises UserError without a reason.
        """
        reason = self.env["construction.approval.mixin"]._required_reason(reason)
        # Sudo: as in _check_budget_lock.
        jobs = self.project_id.sudo().filtered("budget_lock_date")
        locks = [(job, job.budget_lock_date, job.budget_locked_by_id) for job in jobs]
        jobs._set_budget_lock(False, self.env["res.users"])
        self.action_award()
        for job, date, user in locks:
            job._set_budget_lock(date, user)
            job.message_post(
                body=self.env._(
                    "Awarded although the budget is locked: %(estimates)s. Reason: %(reason)s",
                    estimates=", ".join(
                        estimate.display_name for estimate in self if estimate.project_id == job
                    ),
                    reason=reason,
                )
            )

    def action_ask_award_despite_lock(self):
        """Ask for the reason to award on a job whose budget is locked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        return dict(
            action,
            name=self.env._("Award %(estimate)s despite the Lock", estimate=self.display_name),
            context={
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_step": "award_despite_lock",
            },
        )

    def action_award_despite_lock(self, reason=None):
        """Award on a job whose budget is locked, as a cost controller; the reason is kept."""
        self.check_access("write")
        if not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            raise AccessError(
                self.env._("Only a cost controller awards into a locked budget. Ask one.")
            )
        self._award_despite_lock(reason)
        return True

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..core.approval import meets


class HrExpense(models.Model):
    """Approving an expense of a job is the approval that its entry needs.

    Who approves it is somebody whom the approval rules of the job name. Up to the company's
    limit whoever approves expenses in Odoo may do it.
    """

    _inherit = "hr.expense"

    def action_submit(self):
        result = super().action_submit()
        for expense in self.filtered(lambda each: each.state == "submitted"):
            # Sudo: who submits an expense does not choose who answers for the job.
            expense.sudo()._ask_job_approver()
        return result

    def _ask_job_approver(self):
        """Address an expense that its manager may not approve to the first who may."""
        if not self._needs_job_approver() or self._may_approve_for_job(self.manager_id):
            return
        approvers = self._get_job_approvers()
        if approvers:
            self.manager_id = approvers[0]
            self.update_activities_and_mails()

    def _can_be_autovalidated(self):
        return super()._can_be_autovalidated() and not self._needs_job_approver()

    def _get_cannot_approve_reason(self):
        reasons = super()._get_cannot_approve_reason()
        user = self.env.user
        for expense in self.filtered(lambda each: reasons[each.id] and each.job_ids):
            if expense._needs_job_approver() and expense._may_approve_for_job(user):
                reasons[expense.id] = False
        return reasons

    def _do_approve(self, check=True):
        self._check_coding()
        jobs = self.filtered(lambda each: each.job_ids and each.state in ("draft", "submitted"))
        for expense in jobs:
            expense._check_job_approver()
        if check:
            self._check_can_approve()
        # Sudo: the right to approve, just checked, replaces the right to edit somebody's expense.
        result = super(HrExpense, self.sudo() if jobs else self)._do_approve(check=False)
        jobs._record_job_approval()
        return result

    # Who may ----------------------------------------------------------------------------------

    def _needs_job_approver(self):
        """Tell whether the expense takes more than the approval of expenses in Odoo."""
        self.ensure_one()
        # Sudo: the limit holds for everybody.
        limit = self.company_id.sudo().expense_approval_limit
        amount = float(self._get_job_cost_amount())
        return bool(self.job_ids) and self.company_currency_id.compare_amounts(amount, limit) > 0

    def _get_approval_level(self):
        """Return the rules whose people decide: the last level, where several approve in turn."""
        return self.env["construction.approval.rule"]._get_levels(
            self.company_id,
            "expense",
            self._get_job_cost_amount(),
            frozenset(self.sudo().job_ids.ids),
        )[-1]

    def _get_job_approvers(self):
        barred = self.create_uid | self.employee_id.user_id
        found = self.env["construction.approval.rule"]._get_users(self._get_approval_level()[0])
        return (found - barred).filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _may_approve_for_job(self, user):
        """Tell whether the user, or who delegated to him, decides on the job; never on his own."""
        barred = self.create_uid | self.sudo().employee_id.user_id
        if not user or user in barred:
            return False
        given = self.env["construction.approval.delegation"]._get_in_force(
            user, self.company_id, "expense"
        )
        person = self.env["construction.approval.rule"]._get_person
        level = self._get_approval_level()
        return any(meets(person(one), level) for one in (user | given.user_id) - barred)

    def _check_job_approver(self):
        if self._needs_job_approver() and not self._may_approve_for_job(self.env.user):
            raise AccessError(
                self.env._(
                    "%(user)s may not approve the expense %(expense)s for %(amount)s on job "
                    "%(jobs)s. Ask %(approvers)s.",
                    user=self.env.user.name,
                    expense=self.name,
                    amount=self.company_currency_id.format(float(self._get_job_cost_amount())),
                    jobs=", ".join(self.sudo().job_ids.mapped("job_code")),
                    approvers=", ".join(self._get_job_approvers().mapped("name"))
                    or self.env._("an administrator to name an approver"),
                )
            )

    def _get_job_grant(self):
        """Return the approval.Grant in force for the expense, None where there is none."""
        self.ensure_one()
        # Sudo: whether an expense is approved matters to all who post it.
        last = (
            self.env["construction.approval"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )
        approved = self.sudo().approval_state == "approved" and last.decision == "approved"
        return last._get_grant() if approved else None

    # Records ----------------------------------------------------------------------------------

    def _record_job_approval(self):
        # Sudo: nobody has the right to create approvals; it was checked who approves.
        self.env["construction.approval"].sudo().create(
            [
                {
                    "company_id": expense.company_id.id,
                    "res_model": expense._name,
                    "res_id": expense.id,
                    "document_name": expense.name,
                    "currency_id": expense.company_currency_id.id,
                    "amount": float(expense._get_job_cost_amount()),
                    "partner_id": False,
                    "project_ids": [Command.set(expense.job_ids.ids)],
                    "approver_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "decision": "approved",
                    "on_behalf_of_id": False,
                    "delegation_id": False,
                    "origin_id": False,
                    "reason": False,
                    "step": 1,
                    "steps": 1,
                }
                for expense in self.sudo()
            ]
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError

from ..core.approval import Facts, gap, meets


class ConstructionApprovalMixin(models.AbstractModel):
    """Who may approve: the people of the rules, in turn, themselves or by delegation."""

    _inherit = "construction.approval.mixin"

    def _get_approval_document(self):
        """Return the kind of this document in approval rules."""
        self.ensure_one()
        return self._approval_document

    def _get_requesters(self):
        """Return the users who had a hand in the document and so cannot approve it."""
        self.ensure_one()
        return self.create_uid | self.approval_author_id

    def _may_approve(self, amount, project_ids):
        """Tell whether the current user may approve ``amount`` on these jobs."""
        return bool(self._get_signature(amount, project_ids))

    def _check_may_approve(self, amount, project_ids):
        """Return what an approval by the current user is: which step, and in whose name.

        The values are for ``_record_approval``. Raises AccessError for somebody who may not
        approve ``amount`` on these jobs.
        """
        self.ensure_one()
        signature = self._get_signature(amount, project_ids)
        if not signature:
            raise AccessError(self._approval_right_message(amount, project_ids))
        return signature

    def _get_signature(self, amount, project_ids):
        """Return the values of the current user's approval, empty when he may not approve."""
        user, steps = self.env.user, self._get_valid_steps(amount, project_ids)
        barred = self._get_requesters() | self._get_signers(steps)
        if user in barred:
            return {}
        levels = self._get_levels(amount, project_ids)
        number = min(len(steps), len(levels) - 1)
        signature = {
            "decision": "approved" if number == len(levels) - 1 else "step",
            "step": number + 1,
            "steps": len(levels),
        }
        if meets(self.env["construction.approval.rule"]._get_person(user), levels[number]):
            return signature
        delegation = self._find_delegation(levels[number], barred)
        return delegation and {
            **signature,
            "on_behalf_of_id": delegation.user_id.id,
            "delegation_id": delegation.id,
        }

    def _find_delegation(self, level, barred):
        """Return a delegation to the current user that gives the right to approve a level."""
        delegations = self.env["construction.approval.delegation"]._get_in_force(
            self.env.user, self.company_id, self._get_approval_document()
        )
        rules = self.env["construction.approval.rule"]
        return delegations.filtered(
            lambda delegation: (
                delegation.user_id not in barred
                and meets(rules._get_person(delegation.user_id), level)
            )
        )[:1]

    def _get_levels(self, amount, project_ids):
        return self.env["construction.approval.rule"]._get_levels(
            self.company_id, self._get_approval_document(), amount, project_ids
        )

    def _get_valid_steps(self, amount, project_ids):
        """Return the steps approved so far that cover this amount and these jobs."""
        steps = self._get_open_steps().get(self._origin.id, self.env["construction.approval"])
        if not steps:
            return steps
        partner_id = self._get_approval_facts()[self.id].partner_id
        asked = Facts(amount, partner_id, project_ids)
        return steps.filtered(lambda step: not gap(asked, step._get_grant()))

    def _get_signers(self, steps):
        return steps.approver_id | steps.on_behalf_of_id

    def _get_approvers(self, amount, project_ids):
        """Return the users who may take the next step; those of the first rule come first."""
        return self._get_approvers_after(
            self._get_valid_steps(amount, project_ids), self._get_levels(amount, project_ids)
        )

    def _get_approvers_after(self, steps, levels):
        level = levels[min(len(steps), len(levels) - 1)]
        rules = self.env["construction.approval.rule"]
        barred, company = self._get_requesters() | self._get_signers(steps), self.company_id
        return (rules._get_users(level[0]) - barred).filtered(
            lambda user: (
                user.active
                and company in user.company_ids
                and meets(rules._get_person(user), level)
            )
        )

    def _approval_right_message(self, amount, project_ids):
        values = {"user": self.env.user.name, "document": self.display_name}
        if self.env.user in self._get_requesters():
            return self.env._(
                "%(user)s requested or changed %(document)s and cannot approve it too. "
                "Ask somebody else to approve.",
                **values,
            )
        if self.env.user in self._get_signers(self._get_valid_steps(amount, project_ids)):
            return self.env._(
                "%(user)s approved %(document)s already. The next step is for another person.",
                **values,
            )
        return self.env._(
            "%(user)s may not approve %(document)s for %(amount)s. Ask %(approvers)s.",
            amount=self.company_id.currency_id.format(float(amount)),
            approvers=", ".join(self._get_approvers(amount, project_ids).mapped("name"))
            or self.env._("an administrator to name an approver"),
            **values,
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..core.approval import deciding_rules
from ..core.values import decimal


class ConstructionApprovalMixin(models.AbstractModel):
    """Who may approve, and the act of approving."""

    _inherit = "construction.approval.mixin"

    def _grant_approval(self, amount=None, reason=None, jobs=None):
        """Approve each document as the current user.

        amount: company currency, net of tax; default what the document amounts to. Approving
        more leaves room for a change to come. jobs: project.project records the document may
        be coded to beyond those it is coded to now.
        Raises AccessError for somebody who may not, UserError when there is nothing to approve.
        """
        self.check_access("read")
        facts = self._get_approval_facts()
        self._check_job_companies(facts)
        granted = self.env["construction.approval"]
        for record in self:
            fact = facts[record.id]
            limit = fact.amount if amount is None else decimal(amount)
            project_ids = fact.project_ids | frozenset(jobs.ids if jobs else ())
            if not project_ids:
                raise UserError(
                    self.env._(
                        "%(document)s is not coded to a job, so there is nothing to approve.",
                        document=record.display_name,
                    )
                )
            record._check_may_approve(limit, project_ids)
            granted |= record._record_approval(limit, fact.partner_id, project_ids, reason=reason)
        return granted

    def _get_approval_name(self):
        """Return the name the document is known by, also after it was approved."""
        self.ensure_one()
        return self.display_name

    def _record_approval(self, amount, partner_id, project_ids, reason=None, origin=None):
        """Write an approval down; the caller has checked the right of the current user.

        origin: an approval that this one follows from, whose approver answers for it.
        """
        self.ensure_one()
        # Sudo: nobody has the right to create approvals; it replaces the right to approve,
        # which _check_may_approve verified for this amount and these jobs.
        approval = (
            self.env["construction.approval"]
            .sudo()
            .create(
                {
                    "company_id": self.company_id.id,
                    "res_model": self._name,
                    "res_id": self.id,
                    "document_name": self._get_approval_name(),
                    "currency_id": self.company_id.currency_id.id,
                    "amount": float(amount),
                    "partner_id": partner_id or False,
                    "project_ids": [fields.Command.set(list(project_ids))],
                    "approver_id": origin.approver_id.id if origin else self.env.uid,
                    "date": fields.Datetime.now(),
                    "origin_id": origin.id if origin else False,
                    "reason": reason,
                }
            )
        )
        self.invalidate_recordset(["approved_amount", "approval_state", "can_approve"], flush=False)
        return approval

    # Right ------------------------------------------------------------------------------------

    def _get_requesters(self):
        """Return the users who had a hand in the document and so cannot approve it."""
        self.ensure_one()
        return self.create_uid | self.approval_author_id

    def _may_approve(self, amount, project_ids):
        """Tell whether the current user may approve ``amount`` on these jobs."""
        user = self.env.user
        return user not in self._get_requesters() and all(
            self._is_approver(user, amount, project_id) for project_id in project_ids
        )

    def _check_may_approve(self, amount, project_ids):
        """Raise AccessError unless the current user may approve amount on these jobs."""
        self.ensure_one()
        user = self.env.user
        if user in self._get_requesters():
            raise AccessError(
                self.env._(
                    "%(user)s requested or changed %(document)s and cannot approve it too. "
                    "Ask somebody else to approve.",
                    user=user.name,
                    document=self.display_name,
                )
            )
        for project_id in sorted(project_ids):
            if not self._is_approver(user, amount, project_id):
                raise AccessError(
                    self.env._(
                        "%(user)s may not approve %(document)s for %(amount)s. Ask %(approvers)s.",
                        user=user.name,
                        document=self.display_name,
                        amount=self.company_id.currency_id.format(float(amount)),
                        approvers=", ".join(self._get_approvers(amount, project_id).mapped("name"))
                        or self.env._("an administrator to name an approver"),
                    )
                )

    def _get_deciding_rules(self, amount, project_id):
        rules = self.env["construction.approval.rule"]._get_rules(
            self.company_id, self._approval_document
        )
        return deciding_rules(rules, project_id, amount)

    def _is_approver(self, user, amount, project_id):
        rules = self._get_deciding_rules(amount, project_id)
        if not rules:
            return user.has_group("construction_jobcost.group_approver")
        # Sudo: one's own groups are not readable to everybody.
        group_ids = frozenset(user.sudo().all_group_ids.ids)
        return any(rule.is_met_by(user.id, group_ids) for rule in rules)

    def _get_approvers(self, amount, project_id):
        """Return the users who may approve, those of the first rule; requesters left out."""
        rules = self._get_deciding_rules(amount, project_id)
        # Sudo: users and groups are not readable to everybody; only names are shown.
        users, groups = self.env["res.users"].sudo(), self.env["res.groups"].sudo()
        if rules and rules[0].user_id:
            approvers = users.browse(rules[0].user_id)
        elif rules:
            approvers = groups.browse(rules[0].group_id).all_user_ids
        else:
            approvers = groups.browse(
                self.env["ir.model.data"]._xmlid_to_res_id("construction_jobcost.group_approver")
            ).all_user_ids
        company = self.company_id
        return (approvers - self._get_requesters()).filtered(
            lambda user: user.active and company in user.company_ids
        )

    # Asking -----------------------------------------------------------------------------------

    def _ask_for_approval(self):
        """Put an activity on the desk of the first approver of each document."""
        facts = self._get_approval_facts()
        for record in self:
            fact = facts.get(record.id)
            if not fact or not fact.project_ids:
                continue
            approvers = record._get_approvers(fact.amount, min(fact.project_ids))
            approver = next(
                (user for user in approvers if record.with_user(user).has_access("read")), None
            )
            if approver:
                # Sudo: the activity is the system's; asking needs no right of its own.
                record.sudo().activity_schedule(
                    "construction_jobcost.mail_activity_approval",
                    user_id=approver.id,
                    summary=self.env._(
                        "Approve %(amount)s",
                        amount=record.company_id.currency_id.format(float(fact.amount)),
                    ),
                )

    def _close_approval_activities(self):
        # Sudo: the activity may be on another approver's desk.
        self.sudo().activity_unlink(["construction_jobcost.mail_activity_approval"])

    def _open_approval_wizard(self, step, **defaults):
        """Return the action that asks for what a step needs: a reason, an amount."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        steps = self.env["construction.approval.wizard"]._fields["step"]
        action["name"] = dict(steps._description_selection(self.env))[step]
        action["context"] = {
            "default_res_model": self._name,
            "default_res_id": self.id,
            "default_step": step,
            **{f"default_{name}": value for name, value in defaults.items()},
        }
        return action

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.values import decimal


class ConstructionApprovalMixin(models.AbstractModel):
    """The act of approving, rejecting and taking back."""

    _inherit = "construction.approval.mixin"

    def _grant_approval(self, amount=None, reason=None, jobs=None):
        """Approve each document as the current user; return the construction.approval records.

        amount: company currency, net of tax; default what the document amounts to. Approving
        more leaves room for a change to come. jobs: project.project records the document may
        be coded to beyond those it is coded to now.
        Where several have to approve in turn, all but the last leave a step that has no effect:
        take further only ``self._filter_approved()``.
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
            signature = record._check_may_approve(limit, project_ids)
            granted |= record._record_approval(
                limit, fact.partner_id, project_ids, reason=reason, **signature
            )
        self._ask_next(granted)
        return granted

    def _filter_approved(self):
        """Return the documents whose approval in force covers what they amount to."""
        facts, grants = self._get_approval_facts(), self._get_grants()
        return self.filtered(
            lambda record: record._is_covered_by(facts.get(record.id), grants.get(record.id))
        )

    def _approve_requested(self):
        """Approve from a list of requests, as the document's own button does.

        Returns an action where more has to be asked, else True.
        """
        self._grant_approval()
        return True

    def _reject_requested(self, reason):
        """Refuse from a list of requests, as the document's own button does."""
        self._refuse_approval(reason)

    def _refuse_approval(self, reason):
        """Refuse what is asked for as somebody who may approve it; the reason is kept."""
        self.check_access("read")
        reason = self._required_reason(reason)
        facts = self._get_approval_facts()
        for record in self:
            fact = facts[record.id]
            record._check_may_approve(fact.amount, fact.project_ids)
            record._record_approval(
                0, fact.partner_id, fact.project_ids, reason=reason, decision="rejected"
            )
        self._close_approval_requests("rejected")
        # Sudo: the right to approve, checked for each, replaces the right to write.
        for record in self.sudo():
            record.message_post(
                body=self.env._("Approval refused: %(reason)s", reason=reason),
                partner_ids=record.approval_author_id.partner_id.ids,
            )

    def _required_reason(self, reason):
        """Return the reason without blanks around it; UserError when there is none."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept with the document."))
        return reason.strip()

    def _restart_approval(self):
        """Let steps that were approved before not count any more: the document is another."""
        for record_id, steps in self._get_open_steps().items():
            if steps:
                self.browse(record_id)._record_approval(0, 0, (), decision="withdrawn")

    def _get_approval_name(self):
        """Return the name the document is known by, also after it was approved."""
        self.ensure_one()
        return self.display_name

    # Records ----------------------------------------------------------------------------------

    def _record_approval(self, amount, partner_id, project_ids, **values):
        """Write a decision down; the caller has checked the right of the current user.

        values: further fields of construction.approval, such as reason, or origin_id: an
        approval that this one follows from, whose approver answers for it.
        """
        self.ensure_one()
        # Sudo: nobody has the right to create approvals; it replaces the right to approve,
        # which _check_may_approve verified for this amount and these jobs.
        approval = (
            self.env["construction.approval"]
            .sudo()
            .create(self._prepare_approval_values(amount, partner_id, project_ids, **values))
        )
        self.invalidate_recordset(["approved_amount", "approval_state", "can_approve"], flush=False)
        return approval

    def _prepare_approval_values(self, amount, partner_id, project_ids, **values):
        origin = self.env["construction.approval"].sudo().browse(values.get("origin_id") or ())
        return {
            "company_id": self.company_id.id,
            "res_model": self._name,
            "res_id": self.id,
            "document_name": self._get_approval_name(),
            "currency_id": self.company_id.currency_id.id,
            "amount": float(amount),
            "partner_id": partner_id or False,
            "project_ids": [fields.Command.set(list(project_ids))],
            "approver_id": origin.approver_id.id or self.env.uid,
            "date": fields.Datetime.now(),
            "decision": "approved",
            # named, so that defaults of a caller's context cannot set them
            "on_behalf_of_id": origin.on_behalf_of_id.id,
            "delegation_id": origin.delegation_id.id,
            "origin_id": False,
            "reason": False,
            "step": 0,
            "steps": 0,
            **values,
        }

    def _get_open_steps(self):
        """Return {id: steps} approved since the last decision on each document, in order."""
        # Sudo: what is signed matters to all who decide on the document.
        decisions = self.env["construction.approval"].sudo()
        open_steps = dict.fromkeys(self.ids, decisions)
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        for decision in decisions.search(domain, order="id"):
            signed = decision.decision == "step"
            known = open_steps[decision.res_id] if signed else decisions
            open_steps[decision.res_id] = known | (decision if signed else decisions)
        return open_steps

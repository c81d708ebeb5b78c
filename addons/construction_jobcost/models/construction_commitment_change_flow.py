# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..core.commitment import NOTHING


class ConstructionCommitmentChange(models.Model):
    """The steps of a commitment change."""

    _inherit = "construction.commitment.change"

    def action_submit(self):
        """Put changes up for approval: from here on they count as pending."""
        self.check_access("write")
        self._check_step("draft")
        self._check_order()
        for change in self:
            change.line_ids._check_complete()
            change._check_coding()
            change._plan()
            change._set_step("pending", date_submitted=change._get_today(), reject_reason=False)
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve changes as the current user and carry them over to their orders."""
        self.check_access("read")
        for change in self:
            change._approve()
        return True

    def _approve(self, origin=None):
        """Approve one change; each line becomes a step of the order's history.

        origin: construction.approval of a package that covers the change: its approver answers
        for it. Without one the current user needs the right to approve the amount; where
        several approve in turn, the order changes with the last.
        """
        self._check_step("pending")
        self._check_order()
        self._check_coding()
        # Sudo: the right to approve, checked when the approval is recorded, replaces the right
        # to edit orders; the order's own approval grows by the change and no more.
        change = self.sudo()
        plan = change._plan()
        for line, _target, before, after in plan:
            line._fix_amount(before, after)
        if origin:
            fact = change._get_approval_facts()[change.id]
            self._record_approval(
                fact.amount, fact.partner_id, fact.project_ids, origin_id=origin.id
            )
        else:
            self._grant_approval()
        if self._filter_approved():
            change._carry_over(plan)

    def _carry_over(self, plan):
        """Put an approved change on its order."""
        self._check_budget()
        order = self.order_id
        order._check_raise()
        # what was edited before is not the doing of the change
        order.order_line._record_history()
        author = order.approval_author_id
        order._extend_approval(self, origin=self._get_approvals())
        self._set_step("approved", date_approved=self._get_today())
        for line, target, before, after in plan:
            line._apply(target, before, after)
        order._accept_raise()
        # who approved the change wrote on the order, but did not ask for it
        order._note_approval_author(author or self.create_uid)

    def action_draft(self):
        """Take a pending or rejected change back to work."""
        self.order_id._check_jobs_not_closed()
        return super().action_draft()

    def _check_may_void(self):
        if self.state in ("pending", "approved"):
            self.order_id._check_jobs_not_closed()
        super()._check_may_void()

    def _void(self, reason):
        if self.state == "approved":
            self._revert()
        super()._void(reason)

    def _prepare_void_values(self, reason):
        return super()._prepare_void_values(reason) | {"date_void": self._get_today()}

    def _revert(self):
        """Take an approved change back from its order, the last line first."""
        self._check_order()
        order, author = self.order_id, self.order_id.approval_author_id
        order._extend_approval(self, sign=-1)
        for line in self.line_ids.sorted(reverse=True):
            line._revert()
        order._note_approval_author(author or self.create_uid)

    # Helpers ----------------------------------------------------------------------------------

    def _plan(self):
        """Return [(change line, order line or empty, LineTerms before, after)], in order.

        Lines of one order line start from what the one before leaves.
        """
        self.ensure_one()
        terms, plan = {}, []
        for line in self.line_ids.sorted():
            target = line.order_line_id
            before = terms.get(target) or (target._get_terms() if target else NOTHING)
            if not target or not line._fits(before):
                target, before = target.browse(), NOTHING
            after = line._get_changed_terms(target, before)
            if target:
                terms[target] = after
            plan.append((line, target, before, after))
        return plan

    def _check_order(self):
        """Raise UserError when the order cannot be changed."""
        self.order_id._check_not_closed()
        for change in self:
            if change.order_id.state != "purchase":
                raise UserError(
                    self.env._(
                        "%(order)s is not in force, so it has no changes to approve. Confirm "
                        "the order, or change its lines while it is a draft.",
                        order=change.order_id.display_name,
                    )
                )

    def _get_today(self):
        return self.order_id.order_line[:1]._get_today()

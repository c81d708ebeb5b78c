# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError

from ...core.approval import meets


class ConstructionApprovalVoid(models.AbstractModel):
    """A document that is voided rather than deleted, and so taken back once it had effect.

    A model that inherits this has the step "void" and keeps the reason in ``void_reason``.
    """

    _name = "construction.approval.void"
    _description = "Approved Document to Void"
    _inherit = "construction.approval.steps"
    _approval_closed_states = ("rejected", "void")

    def action_void(self, reason=None):
        """Void documents; what an approved one brought about is taken back. The reason is kept.

        Raises AccessError for who may not edit a document, or not approve an approved one,
        UserError without a reason and where something builds on it.
        """
        self.check_access("read")
        reason = self._required_reason(reason)
        for document in self:
            document._check_may_void()
            # Sudo: the right to approve or to edit was checked for the step it is at.
            document.sudo()._void(reason)
        return True

    def _check_may_void(self):
        """Raise AccessError or UserError where the user may not void a document."""
        self.ensure_one()
        if self.state in self._approval_guarded_states:
            self._check_may_revert()
        else:
            self.check_access("write")

    def _check_may_revert(self):
        """Raise AccessError unless the user may take the last step of approving the document."""
        self.ensure_one()
        fact, barred = self._get_approval_facts()[self.id], self._get_requesters()
        person = self.env["construction.approval.rule"]._get_person(self.env.user)
        last = self._get_levels(fact.amount, fact.project_ids)[-1]
        may = meets(person, last) or self._find_delegation(last, barred)
        if self.env.user in barred or not may:
            raise AccessError(self._approval_right_message(fact.amount, fact.project_ids))

    def _void(self, reason):
        """Void a document whose rights were checked; here goes what follows from it."""
        self.ensure_one()
        self._set_step("void", **self._prepare_void_values(reason))
        self._close_approval_requests("withdrawn")

    def _prepare_void_values(self, reason):
        """Return what is written when a document is voided."""
        return {"void_reason": reason}

    def action_ask_void(self):
        """Ask for the reason of voiding."""
        return self._open_approval_wizard("void")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionApprovalSteps(models.AbstractModel):
    """A document that is submitted, decided by others, sent back and taken back to work.

    The model itself submits (``_ask_for_approval``) and approves (``_grant_approval``): what
    has to hold before, and what follows from it, is its own.
    """

    _name = "construction.approval.steps"
    _description = "Document with Approved Steps"
    _inherit = "construction.approval.mixin"
    _approval_guarded_states = ("approved",)

    #: Where a refused document goes to.
    _refused_step = "rejected"

    def _approve_requested(self):
        return self.action_approve()

    # Refused ----------------------------------------------------------------------------------

    def action_reject(self, reason=None):
        """Send documents back as somebody who may approve them; the reason is kept.

        Raises AccessError for somebody who may not, UserError without a reason.
        """
        self.check_access("read")
        self._check_step_open(self._refused_step)
        self._refuse_approval(reason)
        # Sudo: the right to approve, checked for each, replaces the right to edit.
        refused = self.sudo()
        refused._set_step(
            self._refused_step, **self._prepare_refused_values(self._required_reason(reason))
        )
        return True

    def _reject_requested(self, reason):
        self.action_reject(reason)

    def _prepare_refused_values(self, reason):
        """Return what is written with a refusal."""
        return {"reject_reason": reason}

    def action_ask_reject(self):
        """Ask for the reason of a refusal."""
        return self._open_approval_wizard("reject")

    # Taken back to work -----------------------------------------------------------------------

    def action_draft(self):
        """Take documents back to work; nothing is asked for any more."""
        self.check_access("write")
        self._set_step("draft", **self._prepare_draft_values())
        self._restart_approval()
        self._close_approval_requests("withdrawn")
        return True

    def _prepare_draft_values(self):
        """Return what is written when documents are taken back to work."""
        return {}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...core.approval import meets
from ...core.values import local_day


class ConstructionPaymentRelease(models.AbstractModel):
    """The steps of a release."""

    _inherit = "construction.payment.release"

    def action_submit(self):
        """Put releases up for approval."""
        self.check_access("write")
        self._check_held()
        self._set_step("submitted")
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve releases as the current user: from here on it is held no more."""
        self.check_access("read")
        for record in self:
            # Sudo: the right to approve, checked next, replaces the right to edit.
            release = record.sudo()
            release._check_held()
            record._grant_approval()
            if record._filter_approved():
                today = local_day(fields.Datetime.now(), release.company_id.partner_id.tz)
                release._set_step("approved", date_approved=today)
        return True

    def _approve_requested(self):
        return self.action_approve()

    def action_draft(self):
        """Take a release back to work."""
        self.check_access("write")
        self._set_step("draft")
        self._restart_approval()
        self._close_approval_requests("withdrawn")
        return True

    def action_reject(self, reason=None):
        """Send a release back as somebody who may approve it; the reason is kept."""
        self._refuse_approval(reason)
        # Sudo: the right to approve, checked for each, replaces the right to edit.
        self.sudo()._set_step("draft")
        return True

    def _reject_requested(self, reason):
        self.action_reject(reason)

    def action_void(self, reason=None):
        """Void releases without a bill; approved ones by who may approve them."""
        self.check_access("read")
        reason = self._required_reason(reason)
        for record in self:
            if record.step == "approved":
                record._check_may_revert()
            else:
                record.check_access("write")
            # Sudo: the right to approve or to edit was checked for the step above.
            record.sudo()._set_step("void")
            record.sudo().message_post(body=self.env._("Void: %(reason)s", reason=reason))
        return True

    def _check_may_revert(self):
        # Sudo: that there is a bill, or a later certificate, matters to whoever voids.
        release = self.sudo()
        if release[self._bill_field].filtered(lambda bill: bill._is_standing()):
            raise UserError(
                self.env._(
                    "%(release)s has a bill. Cancel or reverse the bill first.",
                    release=self.display_name,
                )
            )
        if release._is_built_on():
            raise UserError(
                self.env._(
                    "An application was certified since and starts from %(release)s. Void that "
                    "one first.",
                    release=self.display_name,
                )
            )
        fact = self._get_approval_facts()[self.id]
        person = self.env["construction.approval.rule"]._get_person(self.env.user)
        last = self._get_levels(fact.amount, fact.project_ids)[-1]
        if self.env.user in self._get_requesters() or not meets(person, last):
            raise AccessError(self._approval_right_message(fact.amount, fact.project_ids))

    def action_ask_reject(self):
        """Ask for the reason of sending the release back."""
        return self._open_approval_wizard("reject")

    def action_ask_void(self):
        """Ask for the reason of voiding."""
        return self._open_approval_wizard("void")

    # Hooks ------------------------------------------------------------------------------------

    def _check_held(self):
        """Raise UserError where a release gives back nothing, or more than is held now."""
        for record in self:
            if not record.amount:
                raise UserError(
                    self.env._(
                        "%(release)s releases nothing. Fill in what is held first.",
                        release=record.display_name,
                    )
                )

    def _is_built_on(self):
        """Tell whether a certified application starts from what the release left."""
        raise NotImplementedError

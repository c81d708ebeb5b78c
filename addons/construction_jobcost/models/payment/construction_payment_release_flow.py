# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

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

    def _check_may_revert(self):
        super()._check_may_revert()
        # Sudo: that there is a later certificate matters to whoever voids.
        if self.sudo()._is_built_on():
            raise UserError(
                self.env._(
                    "An application was certified since and starts from %(release)s. Void that "
                    "one first.",
                    release=self.display_name,
                )
            )

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

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.values import decimal, local_day
from .construction_payment_sheet_line import CERTIFIED, CLAIMED


class ConstructionPaymentSheet(models.AbstractModel):
    """The steps of an application."""

    _inherit = "construction.payment.sheet"

    # Approval ---------------------------------------------------------------------------------

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids", self._contract_field})

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"gross_amount", "due_amount", "company_id"}

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "step", self._contract_field, "gross_amount", "due_amount"})

    @api.model
    def _approval_depends(self):
        return ["state", self._contract_field, "gross_amount", "due_amount"]

    def _get_exposed(self):
        """Return what certifying lets go: the work, or the payment where retention goes with it."""
        return max(0.0, self.gross_amount, self.due_amount)

    def _in_company_currency(self, amount):
        """Return an amount of the contract's currency at the document's rate, rounded."""
        contract = self[self._contract_field]
        # one that is being entered has no contract yet, and no amounts
        rate = contract._get_payment_rate(self.period_end) if contract else 1.0
        return (self.company_id or self.env.company).currency_id.round(amount / rate)

    # Steps ------------------------------------------------------------------------------------

    def action_refresh(self):
        """Take over changes of the contract that came in force since the sheet was opened."""
        self.check_access("write")
        self._check_open()
        self._open_lines()
        return True

    def action_submit(self):
        """Put the claim up for certification: all of it is proposed."""
        self.check_access("write")
        for application in self:
            application._open_lines()
            application._check_sheet()
            application._check_claims_something()
            application._set_step("submitted", date_submitted=application._get_today())
            application.line_ids.check_access("write")
            for line in application.line_ids:
                # Sudo: the right was checked for all lines at once; what is proposed is no input.
                line.sudo().write(
                    {CERTIFIED[name]: line[claimed] for name, claimed in CLAIMED.items()}
                    | {"certify_reason": False}
                )
        self._ask_for_approval()
        return True

    def action_certify(self):
        """Certify as the current user what the sheets say now.

        Raises UserError where less is certified than was claimed without a reason.
        """
        self.check_access("read")
        for application in self:
            # Sudo: the right to approve, checked next for each, replaces the right to edit.
            sheet = application.sudo()
            sheet._check_current()
            sheet._check_sheet()
            application._check_reasons()
            application._grant_approval()
            if application._filter_approved():
                sheet._set_step("certified", date_certified=sheet._get_today())
        return True

    def _approve_requested(self):
        return self.action_certify()

    def _check_may_revert(self):
        super()._check_may_revert()
        if self._get_next():
            raise UserError(
                self.env._(
                    "Another application starts from %(application)s. Void that one first.",
                    application=self.display_name,
                )
            )
        self._check_not_released()

    def _check_not_released(self):
        """Raise UserError where more was released than would be withheld without the application."""
        contract = self[self._contract_field]
        standings = {item.id: one for item, one in contract._get_payment_standings().items()}
        for item_id, line in self._get_lines_by_item().items():
            released = standings[item_id].released - decimal(line.released_amount)
            if released > line._get_before().withheld:
                raise UserError(
                    self.env._(
                        "%(application)s: retention that it withheld was released since. Void that "
                        "release first.",
                        application=self.display_name,
                    )
                )

    # Checks -----------------------------------------------------------------------------------

    def _check_claims_something(self):
        names = (*CLAIMED.values(), "released_amount")
        if not any(line[name] for line in self.line_ids for name in names):
            raise UserError(
                self.env._(
                    "%(application)s claims nothing. Fill in the work of the period, or delete "
                    "the application.",
                    application=self.display_name,
                )
            )

    def _check_reasons(self):
        for line in self.line_ids:
            if line._is_cut() and not (line.certify_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(item)s %(name)s: something else is certified than was claimed. "
                        "Give the reason, which the vendor reads.",
                        item=line.line_ref or line.sequence,
                        name=line.name,
                    )
                )

    def _get_today(self):
        return local_day(fields.Datetime.now(), self.company_id.partner_id.tz)

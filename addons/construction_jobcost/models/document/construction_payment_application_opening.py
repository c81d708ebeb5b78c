# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ...core.retention_ledger import ONE, Billing


class ConstructionPaymentApplication(models.Model):
    """Opening balances of a subcontract: no bill, and nothing accrued.

    What they hold back counts in the ledger from their day on, and stands on the account by
    whatever entry brought it there. What was given back before was paid before.
    """

    _inherit = "construction.payment.application"

    def _get_state(self, bills):
        return "paid" if self._counts_as_opening() else super()._get_state(bills)

    def _check_billable(self):
        if self.is_opening:
            raise UserError(
                self.env._(
                    "%(application)s holds opening balances: the bills for it exist.",
                    application=self.display_name,
                )
            )
        return super()._check_billable()

    def _get_billings(self):
        if not self._counts_as_opening():
            return super()._get_billings()
        day = self._get_retention_day()
        return [(Billing(day, ((day, ONE),)), self.state)]

    def _get_retention_step(self):
        step = super()._get_retention_step()
        return replace(step, state=self.env._("Opening balance")) if self.is_opening else step


class ConstructionPaymentApplicationLine(models.Model):
    """A line of opening balances accrues nothing: its bills exist."""

    _inherit = "construction.payment.application.line"

    def _project_accrued(self, coding, billed):
        if self.application_id.is_opening:
            return []
        return super()._project_accrued(coding, billed)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionPaymentApplication(models.Model):
    """The application that a subcontract begins with which was billed elsewhere so far.

    It says where the lines stand; the bills for it exist. So it makes no bill and accrues
    nothing; what it holds back counts in the ledger from its day on, and stands on the account
    by whatever entry brought it there.
    """

    _inherit = "construction.payment.application"

    is_opening = fields.Boolean(
        string="Opening Balances",
        readonly=True,
        copy=False,
        help="Billed elsewhere: it makes no bill.",
    )

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"is_opening"}

    @api.model
    def _get_state_depends(self):
        return [*super()._get_state_depends(), "is_opening"]

    def _get_state(self, bills):
        if self.is_opening and self.step == "certified":
            return "paid"
        return super()._get_state(bills)

    def _check_billable(self):
        if self.is_opening:
            raise UserError(
                self.env._(
                    "%(application)s holds opening balances: the bills for it exist.",
                    application=self.display_name,
                )
            )
        return super()._check_billable()

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

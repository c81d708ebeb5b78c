# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...core.compliance import CERTIFICATION, PAYMENT, Payment
from ...core.values import decimal


class ConstructionPaymentApplication(models.Model):
    """Applications are certified, and paid, when the papers are in that are wanted for them."""

    _name = "construction.payment.application"
    _inherit = ["construction.payment.application", "construction.compliance.checked"]
    _waive_field = "application_id"

    @api.model
    def _get_compliance_open_domain(self):
        return Domain("state", "not in", ["paid", "void"])

    def _get_compliance_cases(self):
        waiting = self.filtered(lambda application: application.state not in ("paid", "void"))
        opened = waiting.filtered(lambda application: application.state in ("draft", "submitted"))
        return {
            **opened._get_cases_at(CERTIFICATION),
            **(waiting - opened)._get_cases_at(PAYMENT),
        }

    def _get_cases_at(self, stage):
        """Return {application: [Case]}; what is paid together is no earlier payment."""
        paid = self.order_id._get_paid_applications()
        result = {}
        for application in self:
            earlier = paid[application.order_id] - self
            earlier = earlier.filtered(lambda a, number=application.number: a.number < number)
            last = earlier[-1:]
            result[application] = [
                application.order_id._get_compliance_case(
                    stage, application._as_payment(), last._as_payment() if last else None
                )
            ]
        return result

    def _as_payment(self):
        """Return the Payment that the application asks for."""
        self.ensure_one()
        worked = self.currency_id.compare_amounts(self.gross_amount, 0) > 0
        return Payment(
            key=(self._name, self.id),
            through=self.period_end,
            amount=decimal(self.due_amount),
            final=self.is_final,
            start=self.period_start if worked else None,
        )

    def _get_waive_jobs(self):
        return self.order_id.job_ids

    # Certifying -------------------------------------------------------------------------------

    def _check_step_open(self, step):
        super()._check_step_open(step)
        if step == "certified":
            self._check_compliance(self._get_cases_at(CERTIFICATION))


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_paid_applications(self):
        """Return {order: paid applications by number}."""
        # Sudo: what was paid counts whoever asks.
        found = (
            self.env["construction.payment.application"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "=", "paid")], order="number")
        )
        result = defaultdict(found.browse)
        for application in found:
            result[application.order_id] |= application
        return result

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...core.compliance import CERTIFICATION, PAYMENT, Payment
from ...core.retention import NOTHING
from ...core.values import decimal


class ConstructionRetentionRelease(models.Model):
    """Retention is given back when the papers are in that are wanted for each subcontract."""

    _name = "construction.retention.release"
    _inherit = ["construction.retention.release", "construction.compliance.checked"]
    _waive_field = "release_id"

    @api.model
    def _get_compliance_open_domain(self):
        return Domain("state", "not in", ["paid", "void"])

    def _get_compliance_cases(self):
        waiting = self.filtered(lambda release: release.state not in ("paid", "void"))
        opened = waiting.filtered(lambda release: release.step in ("draft", "submitted"))
        return {
            **opened._get_cases_at(CERTIFICATION),
            **(waiting - opened)._get_cases_at(PAYMENT),
        }

    def _get_cases_at(self, stage, together=()):
        """Return {release: [Case]}: one for each subcontract that it gives something back of.

        together: applications that are paid with it, and so not before.
        """
        orders = self.line_ids.order_id
        paid = orders._get_paid_applications()
        finished = orders._get_finished()
        standings = orders._get_payment_standings()
        result = {}
        for release in self:
            result[release] = []
            for order, lines in release.line_ids.grouped("order_id").items():
                last = paid[order].filtered(lambda application: application not in together)[-1:]
                payment = release._as_payment(lines, order in finished, standings)
                previous = last._as_payment() if last else None
                result[release].append(order._get_compliance_case(stage, payment, previous))
        return result

    def _as_payment(self, lines, finished, standings):
        """Return the Payment of a subcontract's lines; final when nothing stays held of it."""
        held = sum(
            (
                standing.held
                for line, standing in standings.items()
                if line.order_id == lines.order_id
            ),
            NOTHING,
        )
        amount = sum((decimal(line.amount) for line in lines), NOTHING)
        left = held if self.step == "approved" else held - amount
        return Payment(
            key=(self._name, self.id),
            through=self.date,
            amount=amount,
            final=finished and left <= 0,
        )

    def _get_waive_jobs(self):
        return self.line_ids.order_id.job_ids

    # Approving --------------------------------------------------------------------------------

    def _check_step_open(self, step):
        super()._check_step_open(step)
        if step == "approved":
            self._check_compliance(self._get_cases_at(CERTIFICATION))


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_finished(self):
        """Return the subcontracts whose final application is certified."""
        # Sudo: what was certified counts whoever asks.
        return (
            self.env["construction.payment.application"]
            .sudo()
            .search(
                [("order_id", "in", self.ids), ("is_final", "=", True), ("step", "=", "certified")]
            )
            .order_id
        )

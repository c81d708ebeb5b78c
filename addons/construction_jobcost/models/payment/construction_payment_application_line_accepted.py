# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ...core.accrual import allocated_steps
from ...core.certified_work import accrued_levels
from ...core.projection import Projected
from ...core.values import decimal


class ConstructionPaymentApplicationLine(models.Model):
    """What a certificate accepts, and what of it is not billed yet, in the job cost ledger."""

    _inherit = "construction.payment.application.line"

    @api.model
    def _get_cost_sweep_domain(self):
        rules = self.env["construction.cost.rule"]
        states = {
            state
            for document in ("payment.application", "payment.certificate")
            for state in rules._get_counted_states(document)
        }
        return [("application_id.state", "in", sorted(states))]

    def _get_cost_projection(self):
        result = super()._get_cost_projection()
        rules = self.env["construction.cost.rule"]
        codings, billed = self._get_codings(), self._get_billed_events()
        for line in self:
            bucket = rules._get_bucket("payment.certificate", line.application_id.state)
            coding = [(key, percent) for key, percent in codings[line] if percent > 0]
            if bucket and coding and line.order_line_id._is_certifiable():
                accepted = line._project_accepted(bucket, coding)
                accrued = line._project_accrued(coding, billed[line])
                result[line.id] = [*result.get(line.id, ()), *accepted, *accrued]
        return result

    def _project_accepted(self, bucket, coding):
        """The work that the certificate adds, on the last day of its period."""
        if not self._get_gross_amount():
            return []
        rate = decimal(self.order_id.currency_rate or 1)
        before = decimal(self.previous_work) + decimal(self.previous_stored)
        ends = [before / rate, decimal(self.completed) / rate]
        price = decimal(self.order_line_id._get_unit_value())
        quantity = decimal(self._get_gross_amount()) / price if price else decimal(0)
        return self.order_line_id._spread(
            bucket, coding, ends, self.application_id.period_end, quantity
        )

    def _project_accrued(self, coding, billed):
        """What of it is not billed yet, as steps over time."""
        bucket = self.env["construction.cost.rule"]._get_bucket("purchase.accrual", "open")
        gross = decimal(self._get_gross_amount())
        if not bucket or not gross:
            return []
        rate = decimal(self.order_id.currency_rate or 1)
        levels = accrued_levels((self.application_id.period_end, gross / rate), billed)
        whole = sum(percent for _key, percent in coding) / 100
        steps = allocated_steps(
            [(day, level * whole) for day, level in levels],
            [percent for _key, percent in coding],
            decimal(self.company_id.currency_id.rounding),
        )
        return [
            Projected(bucket, key, day, amount)
            for (key, _percent), part in zip(coding, steps, strict=True)
            for day, amount in part
        ]

    def _get_billed_events(self):
        """Return {line: [(day, amount)]} that posted bills ask for, at the rate of the order."""
        # Sudo: what is billed of a certificate, whoever looks.
        bill_lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("payment_application_id", "in", self.application_id.ids),
                    ("purchase_line_id", "in", self.order_line_id.ids),
                    ("parent_state", "=", "posted"),
                    ("display_type", "=", "product"),
                ],
                order="id",
            )
        )
        by_place = defaultdict(list)
        for bill_line in bill_lines:
            place = bill_line.payment_application_id.id, bill_line.purchase_line_id.id
            by_place[place].append((bill_line.date, bill_line._get_order_amount()))
        return {line: by_place[line.application_id.id, line.order_line_id.id] for line in self}

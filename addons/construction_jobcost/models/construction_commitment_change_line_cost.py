# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core.projection import Projected
from ..core.values import decimal


class ConstructionCommitmentChangeLine(models.Model):
    """What a change amounts to in the job cost ledger."""

    _inherit = "construction.commitment.change.line"

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "amount",
                "quantity",
                "order_line_id",
                "applied_line_id",
                "project_id",
                "cost_code_id",
                "cost_type_id",
                "phase_id",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("commitment.change")
        return [("change_id.state", "in", list(states))]

    def _get_cost_documents(self):
        return {
            line.id: (change._name, change.id, change.name)
            for line in self
            for change in line.change_id
        }

    def _get_cost_projection(self):
        """Pending from submission until decided; then the steps it made in the order's history.

        A void change keeps its step and the one that took it back, each on its day.
        """
        buckets = self.env["construction.cost.rule"]._get_buckets(
            "commitment.change", self.mapped("state")
        )
        lines = self.filtered(lambda r: buckets[r.state] and r.order_id.state == "purchase")
        codings = lines._get_codings()
        result = {}
        for line in lines:
            coding = [(key, percent) for key, percent in codings[line] if percent > 0]
            if coding and line.applied_line_id:
                result[line.id] = line._project_applied(buckets[line.state], coding)
            elif coding and line.state in ("draft", "pending"):
                result[line.id] = line._project_asked(buckets[line.state], coding)
        return result

    def _project_asked(self, bucket, coding):
        """Return what the line asks for, from the day it was submitted."""
        rate = decimal(self.order_id.currency_rate or 1)
        spread = self.env["purchase.order.line"]._allocate_percent(
            decimal(self.amount) / rate, coding, self.company_id.currency_id
        )
        day = self.change_id.date_submitted or self.create_date.date()
        quantity = decimal(self.quantity) if self.basis == "quantity" else decimal(0)
        return [
            Projected(bucket, key, day, amount, quantity * percent / 100, self.uom_id.id)
            for (key, percent), amount in zip(coding, spread, strict=True)
        ]

    def _project_applied(self, bucket, coding):
        """Return the line's own steps of the history of the order line that carries it."""
        target = self.applied_line_id
        return [
            projected
            for step in target._get_commitment_steps(target.commitment_revision_ids)
            if step.revision.change_line_id == self
            for projected in target._spread(bucket, coding, step.ends, step.day, step.quantity)
        ]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.values import decimal

#: States in which a requisition is on its way to an order, or became one.
REQUESTED_STATES = ("submitted", "budget_check", "approved", "ordered", "received")


class ConstructionChangeLine(models.Model):
    """What of a change is requested or in commitments: its cost is not expected twice."""

    _inherit = "construction.change.line"

    requisition_line_ids = fields.One2many("construction.requisition.line", "change_line_id")
    commitment_change_line_ids = fields.One2many(
        "construction.commitment.change.line", "change_line_id"
    )

    @api.depends(
        "cost_amount",
        "requisition_line_ids.amount",
        "requisition_line_ids.closed_quantity",
        "requisition_line_ids.requisition_id.state",
        "commitment_change_line_ids.amount",
        "commitment_change_line_ids.change_id.state",
    )
    def _compute_covered_amount(self):
        return super()._compute_covered_amount()

    def _get_covers(self):
        covers = super()._get_covers()
        # Sudo: what is requested or committed is so, whoever looks at the change.
        lines = self.sudo()
        for line in lines.requisition_line_ids:
            requisition = line.requisition_id
            if requisition.state in REQUESTED_STATES:
                covers[line.change_line_id.id] += self._get_requisition_cover(line)
        for line in lines.commitment_change_line_ids:
            covers[line.change_line_id.id] += self._get_commitment_cover(line)
        return covers

    def _get_requisition_cover(self, line):
        """Return how a requested line covers, from its submission until its rest is given up.

        What a cancelled order leaves is requested again, and covers on.
        """
        steps = [(line.requisition_id.date_submitted, decimal(line.amount))]
        if line.closed_quantity:
            steps.append((line.date_closed, -line._get_part_amount(line.closed_quantity)))
        return steps

    def _get_commitment_cover(self, line):
        """Return how a line of a commitment change covers, from its submission until void."""
        change = line.change_id
        if change.state not in ("pending", "approved", "void") or not change.date_submitted:
            return []
        amount = change.company_id.currency_id.round(
            line.amount / (change.order_id.currency_rate or 1.0)
        )
        steps = [(change.date_submitted, decimal(amount))]
        if change.state == "void":
            steps.append((change.date_void, -decimal(amount)))
        return steps

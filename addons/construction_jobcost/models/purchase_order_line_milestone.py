# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    """Milestones of a line: a reached one is received as a confirmed service is."""

    _inherit = "purchase.order.line"

    milestone_ids = fields.One2many("construction.milestone", "order_line_id", string="Milestones")

    def _get_milestone_quantity(self):
        """Return what reached milestones accept of the line, in its unit (float)."""
        self.ensure_one()
        # Sudo: a figure of the line itself.
        reached = self.sudo().milestone_ids.filtered("reached_date")
        return float(sum(milestone._get_quantity() for milestone in reached))

    @api.depends(
        "milestone_ids.reached_date",
        "milestone_ids.basis",
        "milestone_ids.percent",
        "milestone_ids.fixed_amount",
        "product_qty",
        "price_subtotal",
    )
    def _compute_qty_received(self):
        return super()._compute_qty_received()

    def _prepare_qty_received(self):
        quantities = super()._prepare_qty_received()
        for line in self.filtered(lambda line: line.qty_received_method == "manual"):
            quantities[line] += line._get_documented_quantity()
        return quantities

    @api.onchange("qty_received")
    def _inverse_qty_received(self):
        super()._inverse_qty_received()
        # what is typed in is the whole; what documents accept is a part of it
        for line in self.filtered(lambda line: line.qty_received_method == "manual"):
            line.qty_received_manual -= line._get_documented_quantity()

    def _get_documented_quantity(self):
        """Return what documents other than confirmations accept of the line, in its unit (float)."""
        return self._get_milestone_quantity()

    def _get_cost_events(self, certified=True):
        events = super()._get_cost_events(certified)
        events["milestone"] = defaultdict(list)
        for milestone in self.milestone_ids.filtered("reached_date"):
            events["milestone"][milestone.order_line_id.id].append(
                (milestone.reached_date, milestone._get_quantity())
            )
        return events

    def _get_accepted(self, events):
        return super()._get_accepted(events) + events["milestone"][self.id]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.changes import LIVE_STATES, remaining_steps
from ..core.projection import Projected
from ..core.values import decimal


class ConstructionChangeEventLine(models.Model):
    """A rough figure on one budget line, with the quote of a vendor where there is one."""

    _name = "construction.change.event.line"
    _description = "Change Event Line"
    _inherit = ["construction.change.coding", "construction.cost.source"]
    _order = "event_id, sequence, id"

    event_id = fields.Many2one(
        "construction.change.event", required=True, index=True, ondelete="cascade"
    )
    project_id = fields.Many2one(related="event_id.project_id", store=True)
    company_id = fields.Many2one(related="event_id.company_id", store=True)
    state = fields.Selection(related="event_id.state")
    cost_estimate = fields.Monetary(help="Rough cost in company currency, deductions negative.")
    vendor_quote = fields.Monetary(help="What the vendor offers; goes before the estimate.")
    quote_reference = fields.Char()
    expected_cost = fields.Monetary(compute="_compute_expected_cost", store=True)
    revenue_estimate = fields.Monetary(help="What the owner may pay for it.")
    change_line_ids = fields.One2many("construction.change.line", "event_line_id")

    @api.depends("cost_estimate", "vendor_quote")
    def _compute_expected_cost(self):
        for line in self:
            line.expected_cost = line.vendor_quote or line.cost_estimate

    def write(self, vals):
        if "event_id" in vals:
            raise UserError(
                self.env._("A line stays on its event. Delete it and enter it on the other.")
            )
        return super().write(vals)

    def _is_taken_over(self):
        """Tell whether a change order that is still in play carries the line."""
        self.ensure_one()
        return any(line.state not in ("rejected", "void") for line in self.change_line_ids)

    def _prepare_change_line_values(self):
        """Return the values of the change line that carries this line."""
        self.ensure_one()
        return {
            "event_line_id": self.id,
            "sequence": self.sequence,
            "description": self.description,
            "cost_code_id": self.cost_code_id.id,
            "cost_type_id": self.cost_type_id.id,
            "phase_id": self.phase_id.id,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "cost_amount": self.expected_cost,
            "revenue_amount": self.revenue_estimate,
            "vendor_id": self.vendor_id.id,
        }

    # Job cost -------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {"event_id", "cost_code_id", "cost_type_id", "phase_id", "expected_cost", "project_id"}
        )

    @api.model
    def _get_cost_sweep_domain(self):
        return [("event_id.state", "!=", "void")]

    def _get_cost_projection(self):
        """Expected cost of an event, while no change order carries it and the event is open."""
        rules = self.env["construction.cost.rule"]
        buckets = rules._get_buckets("change.event", {line.state for line in self})
        covers = self._get_covers()
        return {
            line.id: [
                Projected(buckets[line.state], line._get_cost_key(), day, amount)
                for day, amount in remaining_steps(
                    decimal(line.expected_cost),
                    line.event_id.date,
                    line.event_id.date_closed or None,
                    covers[line.id],
                )
            ]
            for line in self
            if buckets[line.state] and line.company_id.change_event_cost
        }

    def _get_covers(self):
        """Return {id: [(day, change of the covered amount)]} by change orders in play."""
        covers = defaultdict(list)
        rows = self.env["construction.change.revision.line"].search(
            [("event_line_id", "in", self.ids), ("ledger_state", "in", list(LIVE_STATES))]
        )
        for row in rows:
            amount = decimal(row.event_line_id.expected_cost)
            covers[row.event_line_id.id].append((row.date, amount))
            if row.date_end:
                covers[row.event_line_id.id].append((row.date_end, -amount))
        return covers

    def _get_cost_documents(self):
        return {
            line.id: (event._name, event.id, event.name) for line in self for event in line.event_id
        }

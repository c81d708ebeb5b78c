# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.changes import remaining_steps
from ..core.keys import CostKey
from ..core.projection import Projected
from ..core.values import decimal

CONTENT = (
    "change_line_id",
    "event_line_id",
    "cost_code_id",
    "cost_type_id",
    "phase_id",
    "quantity",
    "uom_id",
    "cost_amount",
    "revenue_amount",
)


class ConstructionChangeRevisionLine(models.Model):
    """What a change amounted to on one budget line, from one day until another.

    The source of the ledger: earlier days keep what was asked and decided then.
    """

    _name = "construction.change.revision.line"
    _description = "Change Revision Line"
    _inherit = ["construction.cost.source"]
    _order = "revision_id, id"

    revision_id = fields.Many2one(
        "construction.change.revision", required=True, readonly=True, index=True, ondelete="cascade"
    )
    change_order_id = fields.Many2one(related="revision_id.change_order_id", store=True, index=True)
    project_id = fields.Many2one(related="change_order_id.project_id", store=True)
    company_id = fields.Many2one(related="revision_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="revision_id.date", store=True)
    date_end = fields.Date(readonly=True, help="The day a later revision took over.")
    ledger_state = fields.Char(related="revision_id.ledger_state", store=True)
    change_line_id = fields.Many2one(
        "construction.change.line", readonly=True, index=True, ondelete="set null"
    )
    event_line_id = fields.Many2one(
        "construction.change.event.line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, readonly=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, readonly=True, ondelete="restrict"
    )
    phase_id = fields.Many2one("construction.job.phase", readonly=True, ondelete="restrict")
    quantity = fields.Float(digits=(16, 6), readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True, ondelete="restrict")
    cost_amount = fields.Monetary(string="Cost", readonly=True)
    revenue_amount = fields.Monetary(string="Revenue", readonly=True)

    def _get_content(self):
        """Return the values that say what the line amounts to."""
        self.ensure_one()
        return {
            name: self[name].id if self._fields[name].relational else self[name] for name in CONTENT
        }

    # Job cost -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._mark_events()
        return lines

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any("date_end" in vals for vals in vals_list):
            self._mark_events()
        return result

    def _mark_events(self):
        """The cost of an event counts only while no change carries it."""
        self.env["construction.cost.entry"]._mark_stale(self.event_line_id)

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"date_end"})

    def _get_cost_projection(self):
        """Budget, expected cost and contract, by the state the change was in."""
        buckets = self._get_buckets()
        covers = self.change_line_id._get_covers()
        return {
            line.id: [
                *line._project_budget(buckets),
                *line._project_expected(buckets, covers[line.change_line_id.id]),
                *line._project_revenue(buckets),
            ]
            for line in self
        }

    def _get_buckets(self):
        rules, states = self.env["construction.cost.rule"], {line.ledger_state for line in self}
        return {
            document: rules._get_buckets(document, states)
            for document in (
                "change.cost",
                "change.contingency",
                "change.expected",
                "change.revenue",
            )
        }

    def _get_key(self):
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )

    def _span(self, bucket, key, amount, quantity=0, uom_id=0):
        """Return an amount that counts from the revision's day until the next took over."""
        if not bucket:
            return []
        amount, quantity = decimal(amount), decimal(quantity)
        items = [Projected(bucket, key, self.date, amount, quantity, uom_id)]
        if self.date_end:
            items.append(Projected(bucket, key, self.date_end, -amount, -quantity, uom_id))
        return items

    def _project_budget(self, buckets):
        """The cost side: into the budget, or moved there from the contingency line."""
        source = self.revision_id.contingency_line_id
        document = "change.contingency" if source else "change.cost"
        bucket, key = buckets[document][self.ledger_state], self._get_key()
        unit = self.uom_id.id or 0
        items = self._span(bucket, key, self.cost_amount, self.quantity, unit)
        if source:
            taken = CostKey(
                source.project_id.id,
                source.cost_code_id.id,
                source.cost_type_id.id,
                source.phase_id.id or 0,
            )
            items += self._span(bucket, taken, -self.cost_amount)
        return items

    def _project_expected(self, buckets, covers):
        """The cost that is neither in the budget nor in commitments yet."""
        bucket = buckets["change.expected"][self.ledger_state]
        steps = remaining_steps(decimal(self.cost_amount), self.date, self.date_end or None, covers)
        return [Projected(bucket, self._get_key(), day, amount) for day, amount in steps if bucket]

    def _project_revenue(self, buckets):
        revenue = self.env["ir.model.data"]._xmlid_to_res_id(
            "construction_jobcost.cost_type_revenue", raise_if_not_found=True
        )
        key = CostKey(self.project_id.id, self.cost_code_id.id, revenue)
        return self._span(buckets["change.revenue"][self.ledger_state], key, self.revenue_amount)

    def _get_cost_documents(self):
        return {
            line.id: (change._name, change.id, change.name)
            for line in self
            for change in line.change_order_id
        }

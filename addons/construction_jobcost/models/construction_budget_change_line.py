# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.projection import Projected
from ..core.values import decimal


class ConstructionBudgetChangeLine(models.Model):
    """What a change adds to a budget line (positive) or takes out of it (negative)."""

    _name = "construction.budget.change.line"
    _description = "Budget Change Line"
    _inherit = ["construction.cost.source", "construction.budget.item"]
    _order = "change_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True

    change_id = fields.Many2one(
        "construction.budget.change", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    project_id = fields.Many2one(related="change_id.project_id", store=True)
    company_id = fields.Many2one(related="change_id.company_id", store=True)
    currency_id = fields.Many2one(related="change_id.currency_id")
    state = fields.Selection(related="change_id.state")
    is_contingency = fields.Boolean(related="cost_code_id.is_contingency")
    budget_amount = fields.Monetary(
        string="Budget Now", compute="_compute_budget", help="Revised budget of the line."
    )
    available_amount = fields.Monetary(string="Available", compute="_compute_budget")

    _amount_given = models.Constraint(
        "CHECK (amount <> 0)", "Each line of a budget change adds or takes an amount."
    )

    @api.depends("project_id", "cost_code_id", "cost_type_id", "phase_id", "state")
    def _compute_budget(self):
        coded = self.filtered(lambda r: r.project_id and r.cost_code_id and r.cost_type_id)
        requests = [(line._get_cost_key(), decimal(0)) for line in coded]
        answers = {
            answer.key: answer
            for answer in self.env["construction.budget.line"]._availability(requests)
        }
        for line in self:
            answer = line in coded and answers[line._get_cost_key()]
            line.budget_amount = answer and float(answer.revised_budget)
            line.available_amount = answer and float(answer.available)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.change_id._check_editable()
        lines._note_author()
        return lines

    def write(self, vals):
        self.change_id._check_editable()
        result = super().write(vals)
        if "change_id" in vals:
            # the rules were asked before: the line must not land on another team's change
            self.check_access("write")
            self.change_id._check_editable()
        self._note_author()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_editable(self):
        self.change_id._check_editable()

    def _note_author(self):
        self.change_id._note_approval_author(self.env.user)

    # Job cost -------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "change_id",
                "cost_code_id",
                "cost_type_id",
                "phase_id",
                "amount",
                "quantity",
                "uom_id",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("budget.change")
        return [("change_id.state", "in", list(states))]

    def _get_cost_documents(self):
        return {
            line.id: (change._name, change.id, change.display_name)
            for line in self
            for change in line.change_id
        }

    def _get_cost_projection(self):
        """Pending from submission until decided, then budget; a void change ends on its day."""
        buckets = self.env["construction.cost.rule"]._get_buckets(
            "budget.change", self.mapped("state")
        )
        return {
            line.id: line._prepare_cost_projection(buckets[line.state])
            for line in self
            # what was voided before it was approved was no budget on any day
            if buckets[line.state] and (line.state != "void" or line.change_id.date_approved)
        }

    def _prepare_cost_projection(self, bucket):
        change, key = self.change_id, self._get_cost_key()
        amount, quantity = decimal(self.amount), decimal(self.quantity)
        uom_id = self.uom_id.id or 0
        items = [Projected(bucket, key, change.date, amount, quantity, uom_id)]
        if ended := change.date_void:
            items.append(Projected(bucket, key, ended, -amount, -quantity, uom_id))
        return items

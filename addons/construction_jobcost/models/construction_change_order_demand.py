# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionChangeOrder(models.Model):
    """What a change means for demand: what is requested or ordered already, and what is to be."""

    _inherit = "construction.change.order"

    demand_line_ids = fields.Many2many(
        "construction.change.line", compute="_compute_demand", string="Lines of all Parts"
    )
    requisition_line_ids = fields.Many2many(
        "construction.requisition.line", compute="_compute_demand", string="Open Requisitions"
    )
    order_line_ids = fields.Many2many(
        "purchase.order.line", compute="_compute_demand", string="Open Orders"
    )
    is_deductive = fields.Boolean(compute="_compute_demand")
    uncovered_amount = fields.Monetary(
        string="Not yet in Commitments",
        compute="_compute_uncovered_amount",
        recursive=True,
        help="Cost of the change that is neither requested nor put into a change of an order.",
    )

    @api.depends("line_ids.uncovered_amount", "part_ids.uncovered_amount")
    def _compute_uncovered_amount(self):
        for change in self:
            change.uncovered_amount = sum(change.line_ids.mapped("uncovered_amount")) + sum(
                change.part_ids.mapped("uncovered_amount")
            )

    @api.depends("line_ids.cost_amount", "line_ids.cost_code_id", "line_ids.product_id", "part_ids")
    def _compute_demand(self):
        for change in self:
            lines = (change | change._get_parts()).line_ids
            change.demand_line_ids = lines
            change.is_deductive = any(line.cost_amount < 0 for line in lines)
            change.requisition_line_ids = lines._find_requisition_lines()
            change.order_line_ids = lines._find_order_lines()

    def action_raise_requisition(self):
        """Draft a requisition for what the change adds and nobody requested yet; open it."""
        self.ensure_one()
        self._check_step("approved")
        lines = self.demand_line_ids.filtered(lambda line: line.uncovered_amount > 0)
        if not lines:
            raise UserError(
                self.env._(
                    "All cost of %(change)s is requested or in changes of orders already.",
                    change=self.display_name,
                )
            )
        requisition = self.env["construction.requisition"].create(
            self._prepare_requisition_values(lines)
        )
        return requisition.get_formview_action()

    def _prepare_requisition_values(self, lines):
        """Return the values of the requisition for these change lines."""
        return {
            "project_id": self.project_id.id,
            "company_id": self.company_id.id,
            "reason": self.display_name,
            "line_ids": [
                fields.Command.create(line._prepare_requisition_line_values()) for line in lines
            ],
        }

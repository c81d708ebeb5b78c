# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.values import decimal


class ConstructionCommitmentClosingLine(models.Model):
    """What closing took off one order line: off the ledger again when the order is reopened."""

    _name = "construction.commitment.closing.line"
    _description = "Released Commitment"
    _inherit = ["construction.cost.source"]
    _order = "closing_id, id"
    _rec_name = "order_line_id"

    closing_id = fields.Many2one(
        "construction.commitment.closing",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    order_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="closing_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True, help="Company currency, net of tax.")
    quantity = fields.Float(readonly=True, digits=(16, 6), help="In the order line's unit.")

    def _get_cost_documents(self):
        return {
            line.id: (order._name, order.id, order.name)
            for line in self
            for order in line.closing_id.order_id
        }

    def _get_cost_projection(self):
        """Released on the day of the closing, back on the day of the reopening."""
        lines = self.filtered(lambda line: line.order_line_id.state == "purchase")
        order_lines = lines.order_line_id
        parts = self.env["construction.cost.key"]._parse(
            order_lines.mapped("analytic_distribution")
        )
        codings = {
            order_line: [(key, percent) for key, percent in coding if percent > 0]
            for order_line, coding in zip(order_lines, parts, strict=True)
        }
        return {
            line.id: line._project_release(coding)
            for line in lines
            if (coding := codings[line.order_line_id])
        }

    def _project_release(self, coding):
        rules = self.env["construction.cost.rule"]
        closing, amount = self.closing_id, decimal(self.amount)
        quantity = decimal(self.quantity)
        spread = self.order_line_id._spread
        closed = rules._get_bucket("commitment.closing", "closed")
        result = spread(closed, coding, [0 * amount, -amount], closing.date, -quantity)
        if closing.reopened_date:
            bucket = rules._get_bucket("commitment.closing", "reopened")
            ends = [-amount, 0 * amount]
            result += spread(bucket, coding, ends, closing.reopened_date, quantity)
        return result

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionCommitmentClosing(models.Model):
    """That a commitment was closed short, and reopened: kept as it happened.

    Nobody has the right to create one: closing the order does.
    """

    _name = "construction.commitment.closing"
    _description = "Commitment Closing"
    _inherit = ["construction.cost.trigger"]
    _cost_lines_field = "line_ids"
    _order = "order_id, id desc"
    _rec_name = "date"

    order_id = fields.Many2one(
        "purchase.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Closed on", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Closed by", required=True, readonly=True, ondelete="restrict"
    )
    reopened_date = fields.Date(string="Reopened on", readonly=True)
    reopened_reason = fields.Text(string="Reason to Reopen", readonly=True)
    reopened_by_id = fields.Many2one(
        "res.users", string="Reopened by", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many(
        "construction.commitment.closing.line", "closing_id", string="Released", readonly=True
    )
    amount = fields.Monetary(
        string="Released Amount", compute="_compute_amount", help="Company currency, net of tax."
    )

    def _compute_amount(self):
        for closing in self:
            closing.amount = sum(closing.line_ids.mapped("amount"))

    def _cost_trigger_fields(self):
        return frozenset({"reopened_date"})

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionMonthEndDecision(models.Model):
    """Who signed off, reopened, or accepted what was open: when, and why. Kept for good."""

    _name = "construction.month.end.decision"
    _description = "Month End Decisions"
    _inherit = ["construction.append.only"]
    _order = "id desc"
    _rec_name = "check_name"

    month_end_id = fields.Many2one(
        "construction.month.end", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="month_end_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the company as a whole.",
    )
    kind = fields.Selection(
        [("accepted", "Accepted"), ("signed", "Signed Off"), ("reopened", "Reopened")],
        string="Decision",
        required=True,
        readonly=True,
    )
    check_key = fields.Char(readonly=True)
    check_name = fields.Char(string="What Was Open", readonly=True)
    count = fields.Integer(readonly=True)
    amount = fields.Monetary(readonly=True, help="Of what was accepted; company currency.")
    items = fields.Json(readonly=True, help="Job and record of each thing that was accepted.")
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True)
    create_date = fields.Datetime(string="On", readonly=True)

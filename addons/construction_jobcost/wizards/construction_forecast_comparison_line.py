# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionForecastComparisonLine(models.TransientModel):
    """A budget line: what it was to cost then, and what now."""

    _name = "construction.forecast.comparison.line"
    _description = "Line of Forecasts Compared"
    _order = "sequence, id"

    comparison_id = fields.Many2one(
        "construction.forecast.comparison", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    currency_id = fields.Many2one(related="comparison_id.currency_id")
    budget_line_id = fields.Many2one("construction.budget.line", required=True, ondelete="cascade")
    cost_code_id = fields.Many2one(related="budget_line_id.cost_code_id")
    cost_type_id = fields.Many2one(related="budget_line_id.cost_type_id")
    phase_id = fields.Many2one(related="budget_line_id.phase_id")
    eac_then = fields.Monetary(string="EAC Then", aggregator="sum")
    eac_now = fields.Monetary(string="EAC Now", aggregator="sum")
    difference = fields.Monetary(aggregator="sum", help="Above zero, the line got dearer.")

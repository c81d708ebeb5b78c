# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date

#: Amounts of the lines that the forecast sums up.
TOTALS = (
    "revised_budget",
    "projected_budget",
    "committed",
    "job_to_date",
    "projected_cost",
    "estimate_at_completion",
    "cost_to_complete",
    "over_under",
    "previous_eac",
    "change_amount",
    "planned_value",
    "earned_value",
)


class ConstructionForecast(models.Model):
    """What the lines of a forecast add up to, and where its figures come from."""

    _inherit = "construction.forecast"

    revised_budget = fields.Monetary(
        string="Revised Budget (BAC)", compute="_compute_totals", store=True
    )
    projected_budget = fields.Monetary(compute="_compute_totals", store=True)
    committed = fields.Monetary(compute="_compute_totals", store=True)
    job_to_date = fields.Monetary(string="Job to Date (AC)", compute="_compute_totals", store=True)
    projected_cost = fields.Monetary(compute="_compute_totals", store=True)
    estimate_at_completion = fields.Monetary(
        string="Estimate at Completion (EAC)", compute="_compute_totals", store=True
    )
    cost_to_complete = fields.Monetary(
        string="Cost to Complete", compute="_compute_totals", store=True
    )
    over_under = fields.Monetary(
        string="Over / Under",
        compute="_compute_totals",
        store=True,
        help="Projected budget less estimate at completion; negative means over budget.",
    )
    previous_eac = fields.Monetary(string="EAC before", compute="_compute_totals", store=True)
    change_amount = fields.Monetary(
        string="Change",
        compute="_compute_totals",
        store=True,
        help="Against the forecast before: above zero, the job got dearer.",
    )
    planned_value = fields.Monetary(
        string="Planned Value (PV)", compute="_compute_totals", store=True
    )
    earned_value = fields.Monetary(
        string="Earned Value (EV)", compute="_compute_totals", store=True
    )
    unplanned_count = fields.Integer(compute="_compute_unplanned_count")

    @api.depends(*(f"line_ids.{name}" for name in TOTALS))
    def _compute_totals(self):
        for forecast in self:
            for name in TOTALS:
                forecast[name] = sum(forecast.line_ids.mapped(name))

    @api.depends("line_ids.plan_start", "line_ids.plan_finish", "line_ids.revised_budget")
    def _compute_unplanned_count(self):
        for forecast in self:
            forecast.unplanned_count = len(
                forecast.line_ids.filtered(
                    lambda line: line.revised_budget and not (line.plan_start and line.plan_finish)
                )
            )

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | set(TOTALS)

    def action_view_report(self):
        """Open the lines of the cost report as the forecast found them."""
        self.ensure_one()
        return self.env["construction.cost.report"].get_lines_action(
            self.project_id.id,
            fields.Date.to_string(self.period),
            fields.Datetime.to_string(self.known_at) if self.known_at else None,
        )

    def action_view_lines(self):
        """Open the lines by code group on the whole width, to fill in many at once."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_forecast_line_action"
        )
        title = self.env._(
            "%(job)s as of %(day)s",
            job=self.project_id.job_code,
            day=format_date(self.env, self.period),
        )
        return dict(
            action,
            domain=[("forecast_id", "=", self.id)],
            display_name=title,
        )

    def action_view_plan(self):
        """Open when the budget lines of the job are planned."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_budget_line_action_plan"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.project_id.id)],
            display_name=self.env._("Planned Dates of %(job)s", job=self.project_id.job_code),
        )

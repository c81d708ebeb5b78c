# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.forecast import LineFigures, Plug, forecast, percent_done
from ...core.values import decimal
from ..construction_step_mixin import STEP

#: What people fill in; all else follows from it and from the ledger.
INPUTS = frozenset(
    {"method", "units_estimated", "units_done", "percent", "plug_amount", "plug_rule", "note"}
)


class ConstructionForecastLine(models.Model):
    """What a budget line will cost in the end; company currency."""

    _name = "construction.forecast.line"
    _description = "Forecast Line"
    _inherit = ["construction.cost.source", "construction.earned.value"]
    _order = "forecast_id, cost_code_id, cost_type_id, phase_id, id"
    _rec_name = "budget_line_id"

    forecast_id = fields.Many2one(
        "construction.forecast", required=True, readonly=True, index=True, ondelete="cascade"
    )
    budget_line_id = fields.Many2one(
        "construction.budget.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        related="forecast_id.project_id", string="Job", store=True, index=True
    )
    company_id = fields.Many2one(related="forecast_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="forecast_id.state")
    period = fields.Date(related="forecast_id.period", store=True)
    cost_code_id = fields.Many2one(related="budget_line_id.cost_code_id", store=True)
    code_group_id = fields.Many2one(
        "construction.cost.code",
        compute="_compute_code_group_id",
        store=True,
        help="The code above, or the code itself.",
    )
    cost_type_id = fields.Many2one(related="budget_line_id.cost_type_id", store=True)
    phase_id = fields.Many2one(related="budget_line_id.phase_id", store=True)

    # what the ledger had
    revised_budget = fields.Monetary(readonly=True)
    projected_budget = fields.Monetary(readonly=True)
    committed = fields.Monetary(readonly=True)
    job_to_date = fields.Monetary(string="Job to Date", readonly=True)
    projected_cost = fields.Monetary(
        readonly=True, help="Committed, direct cost and pending: never forecast away."
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    ledger_units_estimated = fields.Float(
        string="Units in the Budget", digits="Product Unit", readonly=True
    )
    ledger_units_done = fields.Float(
        string="Units Recorded",
        digits="Product Unit",
        readonly=True,
        help="Received or billed, whichever is more, and hours and issues without an order.",
    )
    plan_start = fields.Date(string="Start", readonly=True)
    plan_finish = fields.Date(string="Finish", readonly=True)
    planned_value = fields.Monetary(string="PV", readonly=True)

    # how it is judged
    method = fields.Selection(
        [
            ("automatic", "Automatic"),
            ("remaining_commitment", "Remaining commitment"),
            ("units", "Units"),
            ("percent", "Percent complete"),
            ("manual", "Manual"),
        ],
        default="automatic",
        required=True,
        help="Automatic: the projected budget, or the projected cost where that is more. Remaining "
        "commitment: what is committed and spent, nothing else comes. Units: job to date ÷ units "
        "done × units estimated. Percent complete: job to date ÷ part done. Manual: the amount "
        "given. What lacks its figures falls back to automatic.",
    )
    units_estimated = fields.Float(digits="Product Unit", aggregator=False)
    units_done = fields.Float(
        digits="Product Unit", aggregator=False, help="Proposed from what was recorded."
    )
    percent = fields.Float(string="Done (%)", digits=(5, 2), aggregator=False)
    plug_amount = fields.Monetary(
        string="Manual EAC",
        aggregator=False,
        help="Goes before the method as long as its rule says so.",
    )
    plug_rule = fields.Selection(
        [
            ("keep", "Keep"),
            ("replace", "Replace at next forecast"),
            ("replace_when_exceeded", "Replace once actual exceeds it"),
        ],
        string="Manual EAC Stays",
        default="replace_when_exceeded",
        required=True,
    )
    note = fields.Char(help="Why the line changes.")

    # what comes out
    used_method = fields.Selection(
        lambda self: self._fields["method"].selection,
        compute="_compute_forecast",
        store=True,
        help="What gave the estimate, after what was chosen fell away.",
    )
    estimate_at_completion = fields.Monetary(string="EAC", compute="_compute_forecast", store=True)
    cost_to_complete = fields.Monetary(
        string="To Complete", compute="_compute_forecast", store=True, help="EAC less job to date."
    )
    over_under = fields.Monetary(
        string="Over / Under",
        compute="_compute_forecast",
        store=True,
        help="Projected budget less EAC; negative means over budget.",
    )
    previous_eac = fields.Monetary(string="EAC before", readonly=True)
    change_amount = fields.Monetary(string="Change", compute="_compute_change_amount", store=True)
    is_note_missing = fields.Boolean(compute="_compute_is_note_missing")
    percent_complete = fields.Float(
        string="Complete (%)",
        compute="_compute_forecast",
        store=True,
        digits=(16, 2),
        aggregator=False,
    )
    earned_value = fields.Monetary(string="EV", compute="_compute_forecast", store=True)

    _budget_line_uniq = models.UniqueIndex(
        "(forecast_id, budget_line_id)", "A budget line stands once on a forecast."
    )
    _percent_range = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100)", "A line is between 0 and 100 percent complete."
    )
    _not_negative = models.Constraint(
        "CHECK (units_estimated >= 0 AND units_done >= 0)", "Units cannot be negative."
    )

    @api.depends("cost_code_id.parent_id")
    def _compute_code_group_id(self):
        for line in self:
            line.code_group_id = line.cost_code_id.parent_id or line.cost_code_id

    @api.depends(
        *sorted(INPUTS - {"note"}),
        "revised_budget",
        "projected_budget",
        "job_to_date",
        "projected_cost",
    )
    def _compute_forecast(self):
        for line in self:
            figures = line._get_figures()
            found = forecast(line.method, figures, line._get_plug())
            percent = percent_done(figures, found)
            currency = line.currency_id
            estimate = currency.round(float(found.estimate_at_completion))
            line.used_method = found.used
            line.estimate_at_completion = estimate
            line.cost_to_complete = currency.round(estimate - line.job_to_date)
            line.over_under = currency.round(line.projected_budget - estimate)
            line.percent_complete = float(percent)
            line.earned_value = currency.round(float(percent * decimal(line.revised_budget) / 100))

    @api.depends("estimate_at_completion", "previous_eac", "forecast_id.previous_id")
    def _compute_change_amount(self):
        for line in self:
            change = line.estimate_at_completion - line.previous_eac
            line.change_amount = change if line.forecast_id.previous_id else 0.0

    @api.depends("change_amount", "note", "company_id.forecast_note_amount")
    def _compute_is_note_missing(self):
        for line in self:
            limit = line.company_id.forecast_note_amount
            line.is_note_missing = bool(
                limit
                and line.currency_id.compare_amounts(abs(line.change_amount), limit) > 0
                and not (line.note or "").strip()
            )

    def _get_figures(self):
        self.ensure_one()
        return LineFigures(
            projected_budget=decimal(self.projected_budget),
            actual=decimal(self.job_to_date),
            projected=decimal(self.projected_cost),
            units_estimated=decimal(self.units_estimated),
            units_done=decimal(self.units_done),
            percent=decimal(self.percent),
        )

    def _get_plug(self):
        """Return the manual figure; of another method than manual, nothing is no figure."""
        self.ensure_one()
        if self.plug_amount or self.method == "manual":
            return Plug(decimal(self.plug_amount), self.plug_rule)
        return None

    # Figures ----------------------------------------------------------------------------------

    def _take_figures(self, values, before):
        """Write newer figures; units that nobody changed by hand follow what was recorded."""
        self.ensure_one()
        units = {
            name: values[f"ledger_{name}"]
            for name in ("units_estimated", "units_done")
            if self[name] == self[f"ledger_{name}"]
        }
        previous = before.estimate_at_completion if before else 0.0
        self.write({**values, **units, "previous_eac": previous})

    @api.model
    def _prepare_first_values(self, values, before):
        """Return what a line starts from: the ledger, and how it was judged before, if it was."""
        first = dict(
            values,
            units_estimated=values["ledger_units_estimated"],
            units_done=values["ledger_units_done"],
        )
        return first | before._prepare_next_values(values) if before else first

    def _prepare_next_values(self, values):
        """Return how the next forecast starts: method and units as here, the plug by its rule."""
        plug = self._get_plug()
        kept = plug and plug.carried(decimal(values["job_to_date"]))
        by_hand = self.units_estimated != self.ledger_units_estimated
        estimated = self.units_estimated if by_hand else values["ledger_units_estimated"]
        counted = self.units_done != self.ledger_units_done
        done = max(self.units_done, values["ledger_units_done"])
        return {
            "method": self.method if kept or self.method != "manual" else "automatic",
            "percent": self.percent,
            "plug_amount": float(kept.amount) if kept else 0.0,
            "plug_rule": self.plug_rule,
            "units_estimated": estimated,
            "units_done": done if counted else values["ledger_units_done"],
            "previous_eac": self.estimate_at_completion,
        }

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_step()
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("construction_step") is STEP:
            return super().write(vals)
        if vals.keys() - INPUTS:
            self._check_is_step()
        self.forecast_id._check_draft()
        result = super().write(vals)
        self.forecast_id._note_author()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_is_step()

    @api.model
    def _check_is_step(self):
        """Raise UserError when somebody writes what follows from ledger and method."""
        if self.env.context.get("construction_step") is not STEP:
            raise UserError(
                self.env._(
                    "The lines of a forecast and their figures come from the ledger. Choose a "
                    "method, or give a manual estimate at completion with a note."
                )
            )

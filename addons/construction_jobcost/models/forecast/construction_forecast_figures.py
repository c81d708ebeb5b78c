# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...core.planned_value import Plan, Profile, planned_value
from ...core.quantities import done_quantity, work_quantities
from ...core.values import decimal
from ..construction_cost_report_quantity import BUCKETS
from ..construction_step_mixin import STEP

#: Columns of the cost report that a line keeps, the budget at completion first.
COLUMNS = ("revised_budget", "projected_budget", "committed", "job_to_date", "projected_cost")


class ConstructionForecast(models.Model):
    """The figures of a forecast: read from the ledger for all forecasts of a month at once."""

    _inherit = "construction.forecast"

    def action_refresh(self):
        """Read the figures anew, with what was recorded and approved since."""
        self.check_access("write")
        self._check_draft()
        self._check_is_latest()
        self._open_lines()
        return True

    def _open_lines(self):
        """Bring drafts up to the ledger as of their month's end: new lines, newer figures."""
        # Sudo: what only steps write; the right on the forecasts was checked by the caller.
        for day, forecasts in (
            self.sudo().with_context(construction_step=STEP).grouped("period").items()
        ):
            forecasts._note_start()
            found = self.browse(forecasts.ids)._read_figures(day)
            known = {
                (line.forecast_id.id, line.budget_line_id.id): line for line in forecasts.line_ids
            }
            before = forecasts._get_lines_before()
            for place in found.keys() & known.keys():
                known[place]._take_figures(found[place], before.get(place))
            forecasts.env["construction.forecast.line"].create(
                [
                    forecasts.line_ids._prepare_first_values(values, before.get(place))
                    | {"forecast_id": place[0], "budget_line_id": place[1]}
                    for place, values in found.items()
                    if place not in known
                ]
            )

    def _note_start(self):
        """Note what the forecasts start from: the one in force, the company's profile."""
        approved = self._get_last_approved()
        for forecast in self:
            company = forecast.company_id
            forecast.write(
                {
                    "previous_id": approved.get(forecast.project_id.id, self.browse()).id,
                    "plan_profile": company.plan_profile,
                    "plan_first_percent": company.plan_first_percent,
                    "plan_last_percent": company.plan_last_percent,
                }
            )

    def _get_lines_before(self):
        """Return {(forecast id, budget line id): line of the forecast before}."""
        # one read for all of them
        self.previous_id.line_ids.fetch(["budget_line_id"])
        return {
            (forecast.id, line.budget_line_id.id): line
            for forecast in self
            for line in forecast.previous_id.line_ids
        }

    def _read_figures(self, day):
        """Return {(forecast id, budget line id): values} of the report as the user may read it."""
        # sums are never cached: the same lines are read as of other days, too
        report = self.env["construction.cost.report"].with_context(as_of=day, known_at=None)
        rows = report._read_group(
            [("project_id", "in", self.project_id.ids)],
            ["project_id", "budget_line_id"],
            [f"{name}:sum" for name in COLUMNS],
        )
        sums = self._read_quantities(day)
        forecasts = {forecast.project_id.id: forecast for forecast in self}
        # Sudo: days of job and line, whose figures the user may read
        lines = self.env["construction.budget.line"].sudo().browse(row[1].id for row in rows)
        lines.fetch(["plan_start", "plan_finish", "project_id"])
        return {
            (forecasts[job.id].id, line.id): {
                **dict(zip(COLUMNS, figures, strict=True)),
                **self._prepare_quantities(sums[line.id]),
                **forecasts[job.id]._prepare_plan(line, figures[0]),
            }
            for (job, _line, *figures), line in zip(rows, lines, strict=True)
        }

    def _read_quantities(self, day):
        """Return {budget line id: {(bucket, unit id): quantity}} of the ledger as of a day."""
        entries = self.env["construction.cost.entry"].with_context(as_of=day, known_at=None)
        domain = Domain("project_id", "in", self.project_id.ids)
        domain &= Domain("bucket", "in", BUCKETS) & entries._get_moment_domain()
        result = defaultdict(dict)
        for line, bucket, unit, quantity in entries._read_group(
            domain, ["budget_line_id", "bucket", "uom_id"], ["quantity:sum"]
        ):
            result[line.id][bucket, unit.id or 0] = decimal(quantity)
        return result

    @api.model
    def _prepare_quantities(self, sums):
        unit, quantities = work_quantities(sums)
        return {
            "uom_id": unit or False,
            "ledger_units_estimated": float(quantities.get("budget_quantity", 0)),
            "ledger_units_done": float(done_quantity(sums, unit)) if unit else 0.0,
        }

    def _prepare_plan(self, budget_line, budget):
        start, finish = budget_line._get_plan_days()
        plan = Plan(decimal(budget), start or None, finish or None)
        amount = planned_value(plan, self.period, self._get_profile())
        return {
            "plan_start": start,
            "plan_finish": finish,
            "planned_value": self.currency_id.round(float(amount)),
        }

    def _get_profile(self):
        """Return how the budget is planned to be earned; what was frozen with the forecast."""
        self.ensure_one()
        if self.plan_profile != "s_curve":
            return Profile()
        return Profile(
            decimal(self.plan_first_percent) / 100, decimal(self.plan_last_percent) / 100
        )

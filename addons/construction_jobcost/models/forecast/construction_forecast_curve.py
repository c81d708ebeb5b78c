# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...core.cost_report import column_buckets
from ...core.cost_tree import natural
from ...core.earned_value import total
from ...core.planned_value import Plan, curve
from ...core.values import decimal
from .construction_earned_value import MEASURES
from .construction_forecast import IN_FORCE

SERIES = ("planned", "earned", "actual", "forecast")


class ConstructionForecast(models.Model):
    """Earned value as a picture and as a table: the S-curve, and the codes of the job."""

    _inherit = "construction.forecast"

    def get_earned_value(self):
        """Return what the screen of earned value shows of one forecast.

        chart: labels of months and cumulative series, None where there is no figure; rows: by
        code group, total: of the job; None where nothing can be said. Company currency.
        """
        self.ensure_one()
        self.check_access("read")
        rows = [
            self._prepare_value_row(f"{code.code} {code.name}", lines)
            for code, lines in sorted(
                self.line_ids.grouped("code_group_id").items(),
                key=lambda group: natural(group[0].code),
            )
        ]
        return {
            "id": self.id,
            "name": self.display_name,
            "day": format_date(self.env, self.period),
            "currency_id": self.currency_id.id,
            "unplanned": self.unplanned_count,
            "chart": self._prepare_curve(),
            "rows": rows,
            "total": self._prepare_value_row(self.env._("Total"), self.line_ids),
        }

    @api.model
    def _prepare_value_row(self, label, lines):
        found = total(line._get_earned_value() for line in lines)
        figures = {name: getattr(found, name) for name in ("bac", "pv", "ev", "ac", *MEASURES)}
        figures["eac_bottom_up"] = found.eac_bottom_up(
            sum((decimal(line.cost_to_complete) for line in lines), decimal(0))
        )
        return {
            "label": label,
            **{
                name: None if value is None else round(float(value), 4)
                for name, value in figures.items()
            },
        }

    def _prepare_curve(self):
        found = self._get_curve()
        labels = self._get_curve_labels()
        return {
            "labels": [format_date(self.env, day, date_format="MMM yy") for day in found.days],
            "series": [
                {
                    "key": name,
                    "label": labels[name],
                    "data": [
                        None if value is None else self.currency_id.round(float(value))
                        for value in getattr(found, name)
                    ],
                }
                for name in SERIES
            ],
        }

    @api.model
    def _get_curve_labels(self):
        return {
            "planned": self.env._("Planned (PV)"),
            "earned": self.env._("Earned (EV)"),
            "actual": self.env._("Actual cost (AC)"),
            "forecast": self.env._("Forecast to the EAC"),
        }

    def _get_curve(self):
        """Return the Curve of the job as the forecast sees it."""
        self.ensure_one()
        return curve(
            [
                Plan(
                    decimal(line.revised_budget), line.plan_start or None, line.plan_finish or None
                )
                for line in self.line_ids
            ],
            self.period,
            self._get_month_costs(),
            self._get_earned_by_period(),
            decimal(self.estimate_at_completion),
            self._get_profile(),
        )

    def _get_month_costs(self):
        """Return {first day of a month: cost recorded on it} as the forecast knew it."""
        entries = self.env["construction.cost.entry"].with_context(
            as_of=self.period, known_at=self.known_at or None
        )
        domain = Domain("project_id", "=", self.project_id.id) & entries._get_moment_domain()
        domain &= Domain("bucket", "in", column_buckets("job_to_date"))
        domain &= Domain("budget_line_id", "in", self.line_ids.budget_line_id.ids)
        rows = entries._read_group(domain, ["date:month"], ["amount:sum"])
        return {month: decimal(amount) for month, amount in rows if amount}

    def _get_earned_by_period(self):
        """Return {month's end: earned value} of the forecasts that held until this one."""
        earlier = self.search(
            [
                ("project_id", "=", self.project_id.id),
                ("state", "in", IN_FORCE),
                ("period", "<", self.period),
            ]
        )
        found = {forecast.period: decimal(forecast.earned_value) for forecast in earlier}
        return found | {self.period: decimal(self.earned_value)}

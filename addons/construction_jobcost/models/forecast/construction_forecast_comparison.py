# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date

from ...core.forecast_comparison import Sheet, compared, workbook
from ...core.values import decimal


class ConstructionForecast(models.Model):
    """Two forecasts of a job side by side."""

    _inherit = "construction.forecast"

    def action_compare(self):
        """Open the comparison with the forecast before."""
        self.ensure_one()
        self.check_access("read")
        comparison = self.env["construction.forecast.comparison"].create(
            {"forecast_id": self.id, "other_id": self._get_forecast_before().id}
        )
        return comparison.action_show()

    def _get_forecast_before(self):
        """Return the forecast that this one followed, or else the last one of an earlier month."""
        return self.previous_id or self.search(
            [
                ("project_id", "=", self.project_id.id),
                ("period", "<", self.period),
                ("state", "!=", "void"),
            ],
            limit=1,
        )

    def _compare(self, other):
        """Return Rows by budget line of what it was to cost in ``other`` and what in this one."""
        return compared(other._get_estimates(), self._get_estimates())

    def _get_estimates(self):
        return {
            line.budget_line_id.id: decimal(line.estimate_at_completion) for line in self.line_ids
        }

    def _get_comparison_workbook(self, other):
        """Return the XLSX file of the comparison; AccessError for who may not read both."""
        self.ensure_one()
        rows = self._compare(other)
        lines = self.env["construction.budget.line"].browse(row.key for row in rows)
        sheet = Sheet(
            title=self.env._("Forecasts compared"),
            facts=[
                (self.env._("Job"), self.project_id.display_name),
                (self.env._("Company"), self.company_id.name),
                (self.env._("Currency"), self.currency_id.name),
            ],
            headings=(
                self.env._("Cost Code"),
                self.env._("Description"),
                self.env._("Cost Type"),
                self.env._("EAC as of %(day)s", day=format_date(self.env, other.period)),
                self.env._("EAC as of %(day)s", day=format_date(self.env, self.period)),
                self.env._("Difference"),
            ),
            rows=[
                (
                    line.cost_code_id.code,
                    line.cost_code_id.name,
                    line.cost_type_id.name,
                    row.then,
                    row.now,
                    row.difference,
                )
                for line, row in zip(lines, rows, strict=True)
            ],
            total=self.env._("Total"),
            texts=3,
            digits=self.currency_id.decimal_places,
        )
        return workbook(sheet)

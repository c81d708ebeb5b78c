# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionForecastComparison(models.TransientModel):
    """Two forecasts of a job side by side, the largest differences first."""

    _name = "construction.forecast.comparison"
    _description = "Forecasts Compared"

    forecast_id = fields.Many2one(
        "construction.forecast", string="Now", required=True, readonly=True, ondelete="cascade"
    )
    project_id = fields.Many2one(related="forecast_id.project_id", string="Job")
    currency_id = fields.Many2one(related="forecast_id.currency_id")
    other_id = fields.Many2one(
        "construction.forecast",
        string="Then",
        domain="[('project_id', '=', project_id), ('id', '!=', forecast_id),"
        " ('state', '!=', 'void')]",
        ondelete="cascade",
    )
    line_ids = fields.One2many(
        "construction.forecast.comparison.line", "comparison_id", readonly=True
    )

    @api.depends("forecast_id", "other_id")
    def _compute_display_name(self):
        for comparison in self:
            comparison.display_name = self.env._(
                "%(now)s compared", now=comparison.forecast_id.display_name
            )

    @api.model_create_multi
    def create(self, vals_list):
        comparisons = super().create(vals_list)
        comparisons._fill()
        return comparisons

    def write(self, vals):
        result = super().write(vals)
        if "other_id" in vals:
            self._fill()
        return result

    def _fill(self):
        for comparison in self:
            rows = comparison.forecast_id._compare(comparison.other_id)
            comparison.line_ids.unlink()
            comparison.line_ids.create(
                [
                    {
                        "comparison_id": comparison.id,
                        "sequence": sequence,
                        "budget_line_id": row.key,
                        "eac_then": float(row.then),
                        "eac_now": float(row.now),
                        "difference": float(row.difference),
                    }
                    for sequence, row in enumerate(rows)
                ]
            )

    def action_show(self):
        """Show the comparison with the chosen forecast."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "name": self.env._("Forecasts of %(job)s", job=self.project_id.job_code),
        }

    def action_export(self):
        """Download the comparison as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/construction_jobcost/forecasts/{self.forecast_id.id}/compared/"
            f"{self.other_id.id or 0}.xlsx",
            "target": "download",
        }

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.keys import CostKey
from ...core.projection import Projected
from ...core.values import decimal


class ConstructionForecastLine(models.Model):
    """What a forecast changes in the cost report: by how much a line will differ from its budget."""

    _inherit = "construction.forecast.line"

    # its amounts are frozen, and the steps that count write the row of the forecast: two
    # transactions cannot take them side by side
    _cost_versioned = False

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("forecast")
        return [("forecast_id.state", "in", list(states))]

    def _get_cost_documents(self):
        return {
            line.id: (forecast._name, forecast.id, forecast.name)
            for line in self
            for forecast in line.forecast_id
        }

    def _get_cost_projection(self):
        """The estimate less the projected budget, from the month's end until the next forecast.

        A line that was left to the automatic rule has nothing: the report goes on with the rule.
        """
        rules = self.env["construction.cost.rule"]
        buckets = rules._get_buckets("forecast", set(self.mapped("forecast_id.state")))
        return {
            line.id: line._prepare_cost_projection(bucket)
            for line in self
            if (bucket := buckets[line.forecast_id.state]) and line.used_method != "automatic"
        }

    def _prepare_cost_projection(self, bucket):
        amount = decimal(self.estimate_at_completion) - decimal(self.projected_budget)
        if not amount:
            return []
        forecast, key = self.forecast_id, self._get_cost_key()
        items = [Projected(bucket, key, forecast.period, amount)]
        if forecast.superseded_on:
            items.append(Projected(bucket, key, forecast.superseded_on, -amount))
        return items

    def _get_cost_key(self):
        return CostKey(
            self.project_id.id,
            self.cost_code_id.id,
            self.cost_type_id.id,
            self.phase_id.id or 0,
        )

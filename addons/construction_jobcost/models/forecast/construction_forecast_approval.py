# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.approval import Facts
from ...core.values import decimal


class ConstructionForecast(models.Model):
    """What is approved of a forecast: its estimate at completion, by who has no part in it."""

    _inherit = "construction.forecast"

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "estimate_at_completion"})

    @api.model
    def _approval_depends(self):
        return ["state", "estimate_at_completion"]

    @api.depends("author_ids")
    def _compute_can_approve(self):
        return super()._compute_can_approve()

    def _get_approval_facts(self):
        return {
            forecast.id: Facts(
                decimal(forecast.estimate_at_completion), 0, frozenset(forecast.project_id.ids)
            )
            for forecast in self
        }

    def _get_requesters(self):
        # who only started it, often for many jobs at once, has no part in the figures
        return self.author_ids

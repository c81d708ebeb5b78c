# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionApprovalRule(models.Model):
    """Without a rule, cost controllers and finance approve forecasts."""

    _inherit = "construction.approval.rule"

    document = fields.Selection(
        selection_add=[("forecast", "Forecast")], ondelete={"forecast": "cascade"}
    )

    @api.model
    def _get_fallback_groups(self, document):
        if document != "forecast":
            return super()._get_fallback_groups(document)
        return ("construction_jobcost.group_cost_controller", "construction_jobcost.group_finance")

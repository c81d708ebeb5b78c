# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationTrial(models.AbstractModel):
    """Trials show what a message would add to the ledger."""

    _inherit = "integration.trial"

    @api.model
    def _appended_models(self):
        added = ["construction.budget.line", "construction.cost.entry"]
        return super()._appended_models() + added

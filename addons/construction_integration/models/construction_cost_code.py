# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionCostCode(models.Model):
    _inherit = "construction.cost.code"

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        codes._release_messages_waiting_for_code()
        return codes

    def _release_messages_waiting_for_code(self):
        """Child codes that came before their parent go on, whoever made the parent."""
        message_model = self.env["integration.message"]
        for company, codes in self.grouped("company_id").items():
            for company_id in company.ids or self.env["res.company"]._search([]):
                message_model._release(company_id, "cost_code", codes.mapped("code"))

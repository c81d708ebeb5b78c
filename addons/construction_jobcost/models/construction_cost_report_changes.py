# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ConstructionCostReport(models.Model):
    _inherit = "construction.cost.report"

    @api.model
    def _where_line(self):
        # what the owner pays is no cost: the figures of the job read it from the ledger
        revenue = self.env["ir.model.data"]._xmlid_to_res_id(
            "construction_jobcost.cost_type_revenue", raise_if_not_found=True
        )
        return SQL("%s AND line.cost_type_id != %s", super()._where_line(), revenue)

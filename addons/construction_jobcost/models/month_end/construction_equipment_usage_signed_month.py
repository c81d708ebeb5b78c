# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionEquipmentUsage(models.Model):
    """Equipment use is neither approved nor taken back in a month that was signed off."""

    _inherit = "construction.equipment.usage"

    def _set_step(self, **vals):
        for company, usages in self.grouped("company_id").items():
            company._check_month_open(usages.mapped("date"))
        return super()._set_step(**vals)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationSystemContract(models.Model):
    """What a system may send decides what its service user may do."""

    _inherit = "integration.system.contract"

    @api.model_create_multi
    def create(self, vals_list):
        allowed = super().create(vals_list)
        allowed.system_id._sync_service_groups()
        return allowed

    def write(self, vals):
        systems = self.system_id
        result = super().write(vals)
        (systems | self.system_id)._sync_service_groups()
        return result

    def unlink(self):
        systems = self.system_id
        result = super().unlink()
        systems.exists()._sync_service_groups()
        return result

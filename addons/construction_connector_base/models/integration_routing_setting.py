# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationRoutingSetting(models.AbstractModel):
    """A setting of a system that the door keeps in its cache (``integration.system._routing``)."""

    _name = "integration.routing.setting"
    _description = "Routing Setting"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

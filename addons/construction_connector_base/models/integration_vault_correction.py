# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationVault(models.AbstractModel):
    _inherit = "integration.vault"

    @api.model
    def _encrypted_fields(self):
        return [
            *super()._encrypted_fields(),
            ("integration.correction", "encrypted_versions"),
        ]

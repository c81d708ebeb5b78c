# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationVault(models.AbstractModel):
    """Secrets of logins are rotated with the others."""

    _inherit = "integration.vault"

    @api.model
    def _encrypted_fields(self) -> list[tuple[str, str]]:
        return [*super()._encrypted_fields(), ("integration.system.login", "secret_token")]

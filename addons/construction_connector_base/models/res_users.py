# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessDenied


class ResUsers(models.Model):
    _inherit = "res.users"

    def _is_integration_service(self) -> bool:
        """Whether this is the identity of an outside system, not a person's account."""
        self.ensure_one()
        return self.has_group("construction_connector_base.group_service")

    def _check_credentials(self, credential, env):
        # a system identifies itself with its own key, and to the message endpoints only
        if self.env.user._is_integration_service():
            raise AccessDenied()
        return super()._check_credentials(credential, env)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        # an Odoo key would open every model the service user may use, past the message layer
        if self.env.user._is_integration_service():
            raise AccessError(
                self.env._(
                    "%(user)s stands for an outside system and gets no Odoo key. Create a key on "
                    "the system instead.",
                    user=self.env.user.name,
                )
            )
        return super()._generate(scope, name, expiration_date)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class IntegrationSystem(models.Model):
    _inherit = "integration.system"

    def action_open_history(self):
        """Show what the audit tells of the system, its messages included."""
        self.ensure_one()
        about = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        domain = Domain("system_id", "=", self.id) | about
        return self.env["integration.audit.entry"]._open_history(domain, self.name)

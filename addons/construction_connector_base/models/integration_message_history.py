# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IntegrationMessage(models.Model):
    _inherit = "integration.message"

    def action_open_history(self):
        """Show what the audit tells of the message."""
        self.ensure_one()
        Entry = self.env["integration.audit.entry"]
        return Entry._open_history(Entry._domain_messages(self.ids), self.external_id)

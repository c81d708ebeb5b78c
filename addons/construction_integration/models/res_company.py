# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.account.models.company import LOCK_DATE_FIELDS


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(LOCK_DATE_FIELDS):
            self._release_messages_waiting_for_period()
        return result

    def _release_messages_waiting_for_period(self):
        """Messages whose period was closed look again, also those of branches."""
        # sudo: a lock date also binds the branches that its author may not see
        for company in self.sudo().search([("id", "child_of", self.ids)]):
            self.env["integration.message"]._release_periods(company.id)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """Entries of expenses were approved as expenses."""

    _inherit = "account.move"

    def _get_guarded_lines(self):
        lines = super()._get_guarded_lines()
        return lines - lines._filter_approved_expenses()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """What Odoo posts for goods issued to a job needs no approval of its own."""

    _inherit = "account.move"

    def _get_guarded_lines(self):
        return super()._get_guarded_lines().filtered(lambda item: not item._is_stock_issue())

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """Bills and journal entries are coded to what their jobs take."""

    _inherit = "account.move"

    def _check_coding(self):
        """Raise CodingError naming the bills and lines that cannot be coded so."""
        runs = self._get_accrual_runs()
        # what a run posts follows the coding of its orders
        (self - runs.move_id - runs.reversal_id).line_ids._check_coding()

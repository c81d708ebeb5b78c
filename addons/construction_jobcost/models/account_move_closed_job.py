# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """What is posted on a closed job stays posted."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel"):
            # to drop a draft changes no figure
            settled = self.filtered(lambda move: move.state != "draft")
            settled.filtered(lambda move: move.state != vals["state"])._check_jobs_not_closed()
        return super().write(vals)

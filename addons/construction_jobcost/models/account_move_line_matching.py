# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

FIELDS = frozenset(
    {
        "quantity",
        "price_subtotal",
        "purchase_line_id",
        "analytic_distribution",
        "balance",
        "move_id",
        "display_type",
    }
)


class AccountMoveLine(models.Model):
    """What of bill lines makes the exceptions of their bills stale."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._mark_for_matching()
        return lines

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not FIELDS.isdisjoint(vals) for vals in vals_list):
            self._mark_for_matching()
        return result

    def unlink(self):
        self._mark_for_matching()
        return super().unlink()

    def _mark_for_matching(self):
        self.move_id._mark_for_matching()
        # what one bill claims, the others cannot
        self.purchase_line_id._mark_for_matching()

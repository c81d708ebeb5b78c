# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountAnalyticLine(models.Model):
    """Analytic lines of reallocations: the ledger has their cost from the reallocation."""

    _inherit = "account.analytic.line"

    reallocation_line_id = fields.Many2one(
        "construction.cost.reallocation.line",
        string="Reallocation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("reallocation_line_id") for vals in vals_list):
            self._check_made_by_reallocation()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("reallocation_line_id") or self.filtered("reallocation_line_id"):
            self._check_made_by_reallocation()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reallocated(self):
        if self.filtered("reallocation_line_id"):
            self._check_made_by_reallocation()

    @api.model
    def _check_made_by_reallocation(self):
        # a line that only says so would be a cost that the ledger never sees
        if not self.env.su:
            raise UserError(
                self.env._(
                    "These lines belong to a cost reallocation. Void the reallocation instead."
                )
            )

    def _check_coding(self):
        # Sudo: the target was checked, and the cost leaves a code that may be closed since.
        moved = self.sudo().filtered("reallocation_line_id")
        return super(AccountAnalyticLine, self - self.browse(moved.ids))._check_coding()

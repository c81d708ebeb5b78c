# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of reallocations: approved with them, taken back by voiding them only."""

    _inherit = "account.move"

    def button_draft(self):
        self._check_no_reallocation()
        return super().button_draft()

    def button_cancel(self):
        self._check_no_reallocation()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_no_reallocation()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _get_reallocations(self):
        # Sudo: that an entry belongs to a reallocation counts for whoever changes it.
        return (
            self.env["construction.cost.reallocation"].sudo().search([("move_ids", "in", self.ids)])
        )

    def _get_guarded_lines(self):
        return super(AccountMove, self - self._get_reallocations().move_ids)._get_guarded_lines()

    def _check_coding(self):
        # where the cost goes to was checked, and it leaves a code that may be closed since
        return super(AccountMove, self - self._get_reallocations().move_ids)._check_coding()

    def _check_no_reallocation(self):
        for document in self._get_reallocations():
            raise UserError(
                self.env._(
                    "This entry belongs to reallocation %(document)s. Void that instead.",
                    document=document.display_name,
                )
            )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .construction_accrual_run import IN_FORCE


class AccountMove(models.Model):
    """Entries of accrual runs: posted and taken back as a pair, by their run only."""

    _inherit = "account.move"

    def button_draft(self):
        self._check_no_accrual()
        return super().button_draft()

    def button_cancel(self):
        self._check_no_accrual()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_no_accrual()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _post(self, soft=True):
        runs = self._get_accrual_runs()
        self._check_no_accrual(("cancelled",))
        posted = super()._post(soft=soft)
        runs._note_reversed()
        return posted

    def _get_guarded_lines(self):
        # what a run posts was approved with its orders
        runs = self._get_accrual_runs()
        return super(AccountMove, self - runs.move_id - runs.reversal_id)._get_guarded_lines()

    def _get_accrual_runs(self):
        # Sudo: that an entry belongs to a run counts for whoever changes it.
        runs = self.env["construction.accrual.run"].sudo()
        domain = Domain("move_id", "in", self.ids) | Domain("reversal_id", "in", self.ids)
        return runs.search(domain)

    def _check_no_accrual(self, states=IN_FORCE):
        for run in self._get_accrual_runs():
            if run.state in states:
                raise UserError(
                    self.env._(
                        "This entry belongs to %(run)s. Take that run back instead, or run the "
                        "month again: only the difference is posted.",
                        run=run.display_name,
                    )
                )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of recovery runs: posted and taken back by their run only."""

    _inherit = "account.move"

    def button_draft(self):
        self._check_no_recovery("posted")
        return super().button_draft()

    def button_cancel(self):
        self._check_no_recovery("posted")
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_no_recovery("posted")
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _post(self, soft=True):
        self._check_no_recovery("cancelled")
        return super()._post(soft=soft)

    def _get_guarded_lines(self):
        # what a run posts was approved as use and hours
        return super(AccountMove, self - self._get_recovery_runs().move_id)._get_guarded_lines()

    def _get_recovery_runs(self):
        # Sudo: that an entry belongs to a run counts for whoever changes it.
        return self.env["construction.recovery.run"].sudo().search([("move_id", "in", self.ids)])

    def _check_no_recovery(self, state):
        for run in self._get_recovery_runs():
            if run.state == state:
                raise UserError(
                    self.env._(
                        "This entry belongs to %(run)s. Take that run back instead, or make a "
                        "new run: only the difference is posted.",
                        run=run.display_name,
                    )
                )

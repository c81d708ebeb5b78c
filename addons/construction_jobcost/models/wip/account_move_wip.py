# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AccountMove(models.Model):
    """Entries of WIP schedules: posted and taken back as a pair, by their schedule only."""

    _inherit = "account.move"

    def button_draft(self):
        self._check_no_wip("approved")
        return super().button_draft()

    def button_cancel(self):
        self._check_no_wip("approved")
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_no_wip("approved")
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _post(self, soft=True):
        self._check_no_wip("reversed")
        return super()._post(soft=soft)

    def _check_coding(self):
        # the lines of a schedule are coded by it, also on a job that was closed since
        super(AccountMove, self - self._get_wip_entries())._check_coding()

    def _get_guarded_lines(self):
        # what a schedule posts was signed with it
        return super(AccountMove, self - self._get_wip_entries())._get_guarded_lines()

    def _get_wip_schedules(self):
        # Sudo: that an entry belongs to a schedule counts for whoever changes it.
        schedules = self.env["construction.wip.schedule"].sudo()
        return schedules.search(
            Domain("move_id", "in", self.ids) | Domain("reversal_id", "in", self.ids)
        )

    def _get_wip_entries(self):
        schedules = self._get_wip_schedules()
        return schedules.move_id | schedules.reversal_id

    def _check_no_wip(self, state):
        for schedule in self._get_wip_schedules():
            if schedule.state == state:
                raise UserError(
                    self.env._(
                        "This entry belongs to %(schedule)s. Reverse that schedule instead, with "
                        "a reason, and make another one.",
                        schedule=schedule.display_name,
                    )
                )

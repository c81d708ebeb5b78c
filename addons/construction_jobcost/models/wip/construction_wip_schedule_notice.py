# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .construction_wip_schedule_flow import FINANCE

#: The activity of who is asked for an approval, of whatever document.
ACTIVITY = "construction_jobcost.mail_activity_approval"


class ConstructionWipSchedule(models.Model):
    """Who may sign a submitted schedule hears of it by an activity."""

    _inherit = "construction.wip.schedule"

    def _get_signers(self):
        """Return the res.users of finance who had no part in preparing the schedule."""
        self.ensure_one()
        # Sudo: users and groups are not readable to everybody; only who is asked shows.
        people = self.env.ref(FINANCE).sudo().all_user_ids - self.preparer_ids
        return people.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        ).sudo(False)

    def _ask_to_sign(self):
        for schedule in self:
            for signer in schedule._get_signers():
                schedule.activity_schedule(
                    ACTIVITY,
                    user_id=signer.id,
                    summary=self.env._("Sign %(schedule)s", schedule=schedule.display_name),
                )

    def _note_signed(self):
        """Mark the activity of who signed as done, and take those of the others back."""
        self.activity_feedback([ACTIVITY], user_id=self.env.uid)
        self._ask_no_more()

    def _ask_no_more(self):
        # Sudo: the activity may be on another person's desk.
        self.sudo().activity_unlink([ACTIVITY])

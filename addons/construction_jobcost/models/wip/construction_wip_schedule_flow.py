# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

FINANCE = "construction_jobcost.group_finance"


class ConstructionWipSchedule(models.Model):
    """The steps of a schedule: prepared by one person, signed by another."""

    _inherit = "construction.wip.schedule"

    def action_refresh(self):
        """Take jobs and figures of a draft from the ledger again."""
        self._check_finance()
        self._check_draft()
        self._refresh()
        return True

    def action_submit(self):
        """Freeze what is known now, and put it up for signing."""
        self._check_finance()
        for schedule in self:
            schedule._check_step_open("submitted")
            schedule._check_period_open()
            schedule._set(known_at=self.env.cr.now().replace(microsecond=0))
            schedule._refresh()
            schedule.line_ids._check_inputs()
            schedule._set_step("submitted")
            schedule._ask_to_sign()
        return True

    def action_draft(self):
        """Take a schedule that is not signed back to work."""
        self._check_finance()
        self._set_step("draft", known_at=False)
        self._ask_no_more()
        return True

    def action_approve(self):
        """Sign schedules as the current user, and post what they say.

        Raises UserError for who prepared one, where the ledger gives other figures, the period
        is closed or an account is missing.
        """
        self._check_finance()
        for schedule in self:
            schedule._check_step_open("approved")
            schedule._check_may_sign()
            schedule._check_reproducible()
            schedule._check_period_open()
            schedule._check_settings()
            schedule._set_step("approved", signed_by=self.env.uid, signed_on=fields.Datetime.now())
            schedule._post_entries()
            schedule._note_signed()
        return True

    def action_reverse(self, reason=None):
        """Take a signed schedule out of the books again, with a reason; another may be made."""
        self._check_finance()
        reason = self._get_reason(reason)
        for schedule in self:
            schedule._check_step_open("reversed")
            schedule._check_last()
            schedule._set_step("reversed", reason=reason)
            schedule._cancel_entries()
        return True

    def action_void(self, reason=None):
        """Give up schedules that are not signed, with a reason."""
        self._check_finance()
        self._set_step("void", reason=self._get_reason(reason))
        self._ask_no_more()
        return True

    def action_ask_reverse(self):
        """Ask why a signed schedule is taken out of the books."""
        return self._ask_reason("reverse", self.env._("Reverse"))

    def action_ask_void(self):
        """Ask why a schedule is given up."""
        return self._ask_reason("void", self.env._("Void"))

    def _ask_reason(self, step, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "construction.wip.reason.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_schedule_id": self.id, "default_step": step},
        }

    def action_view_lines(self):
        """Open the jobs of the schedule, as list and chart."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_wip_line_action"
        )
        domain = [("schedule_id", "=", self.id)]
        return dict(action, domain=domain, context={}, display_name=self.display_name)

    def action_view_entries(self):
        """Open the items of the entry and of its reversal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_journal_line")
        moves = self.move_id | self.reversal_id
        return dict(action, domain=[("id", "in", moves.ids)], context={})

    # Checks -----------------------------------------------------------------------------------

    def _check_finance(self):
        self.check_access("write")
        if not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._(
                    "Only finance prepares and signs WIP schedules. Ask somebody of finance."
                )
            )

    def _check_draft(self):
        for schedule in self:
            if schedule.state != "draft":
                raise UserError(
                    self.env._(
                        "%(schedule)s is submitted: its figures are frozen. Take it back to "
                        "draft before anything is changed.",
                        schedule=schedule.display_name,
                    )
                )

    def _check_may_sign(self):
        self.ensure_one()
        if self.env.user in self.preparer_ids:
            raise UserError(
                self.env._(
                    "You had a part in preparing %(schedule)s. Somebody else of finance signs it.",
                    schedule=self.display_name,
                )
            )

    def _check_last(self):
        """Raise UserError where a signed schedule of a later period builds on this one."""
        self.ensure_one()
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">", self.date),
                ("state", "=", "approved"),
            ],
            order="date desc",
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(later)s is signed and compares with %(schedule)s. Reverse that one first.",
                    later=later.display_name,
                    schedule=self.display_name,
                )
            )

    def _get_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason is kept with the schedule."))
        return reason.strip()

    def _note_preparer(self):
        """Keep who had a part in preparing: he may not sign."""
        person = self.env.user
        for schedule in self.filtered(lambda schedule: person not in schedule.preparer_ids):
            schedule._set(preparer_ids=[fields.Command.link(person.id)])

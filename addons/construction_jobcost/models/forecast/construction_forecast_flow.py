# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

APPROVERS = (
    "construction_jobcost.group_cost_controller",
    "construction_jobcost.group_finance",
)


class ConstructionForecast(models.Model):
    """The steps of a forecast."""

    _inherit = "construction.forecast"

    can_approve = fields.Boolean(compute="_compute_can_approve")

    def _compute_can_approve(self):
        may = self._is_approver()
        for forecast in self:
            forecast.can_approve = may and self.env.user not in forecast.author_ids

    def action_submit(self):
        """Put forecasts up for approval with the figures of now; they stay as they are then."""
        self.check_access("write")
        self.project_id._check_not_closed()
        self.action_refresh()
        for forecast in self:
            forecast._check_notes()
        self._note_author()
        # the figures are of the moment that this transaction reads the ledger at
        self._set_step("submitted", known_at=self.env.cr.now())
        return True

    def action_approve(self):
        """Approve forecasts as the current user: from their month's end on they hold.

        Raises AccessError for who may not approve, or has a part in the figures.
        """
        self.check_access("read")
        self._check_may_approve()
        # Sudo: the right to approve, checked above, replaces the right to edit.
        for forecast in self.sudo().sorted("period"):
            forecast._check_is_latest()
            older = forecast._get_last_approved().get(forecast.project_id.id, self.browse())
            older._set_step("superseded", superseded_on=forecast.period)
            # a job has one in force: see the index
            older.flush_recordset()
            forecast._set_step(
                "approved", approved_by_id=self.env.uid, date_approved=fields.Datetime.now()
            )
        return True

    def action_draft(self):
        """Take submitted forecasts back to work."""
        self.check_access("write")
        self._set_step("draft", known_at=False)
        return True

    def action_reject(self, reason=None):
        """Send forecasts back as somebody who may approve them; the reason is kept."""
        self.check_access("read")
        self._check_may_approve()
        reason = self._required_reason(reason)
        # Sudo: the right to approve, checked above, replaces the right to edit.
        for forecast in self.sudo():
            forecast._set_step("draft", known_at=False)
            forecast.message_post(body=self.env._("Sent back: %(reason)s", reason=reason))
        return True

    def action_void(self, reason=None):
        """Void forecasts; of approved ones the last, by who may approve it.

        The forecast before holds again.
        """
        self.check_access("read")
        reason = self._required_reason(reason)
        for forecast in self:
            if forecast.state == "approved":
                forecast._check_may_approve()
            else:
                forecast.check_access("write")
            # Sudo: the right to approve or to edit was checked for the step above.
            forecast.sudo()._void(reason)
        return True

    def _void(self, reason):
        was_in_force = self.state == "approved"
        self._set_step("void", void_reason=reason)
        if was_in_force:
            self.flush_recordset()
            older = self.search(
                [("project_id", "=", self.project_id.id), ("state", "=", "superseded")],
                order="period desc",
                limit=1,
            )
            older._set_step("approved", superseded_on=False)

    def action_ask_reject(self):
        """Ask for the reason of sending the forecast back."""
        return self._ask_reason("reject")

    def action_ask_void(self):
        """Ask for the reason of voiding."""
        return self._ask_reason("void")

    def _ask_reason(self, step):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        steps = self.env["construction.approval.wizard"]._fields["step"]
        return dict(
            action,
            name=dict(steps._description_selection(self.env))[step],
            context={
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_step": step,
            },
        )

    def _required_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept with the document."))
        return reason.strip()

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "superseded_on"})

    # Checks -----------------------------------------------------------------------------------

    def _is_approver(self):
        return any(self.env.user.has_group(group) for group in APPROVERS)

    def _check_may_approve(self):
        if not self._is_approver():
            raise AccessError(
                self.env._("Forecasts are approved by cost controllers and finance. Ask one.")
            )
        for forecast in self:
            if self.env.user in forecast.author_ids:
                raise AccessError(
                    self.env._(
                        "You prepared %(forecast)s. Somebody else has to approve it.",
                        forecast=forecast.display_name,
                    )
                )

    def _note_author(self):
        """Record who has a part in the figures."""
        new = self.filtered(lambda forecast: self.env.user not in forecast.author_ids)
        if new:
            new._set(author_ids=[fields.Command.link(self.env.uid)])

    def _check_notes(self):
        """Raise UserError where a line changed by much and nobody says why."""
        self.ensure_one()
        silent = self.line_ids.filtered("is_note_missing")
        if silent:
            raise UserError(
                self.env._(
                    "%(count)s lines of %(forecast)s changed by more than %(amount)s against "
                    "%(day)s and have no note, such as %(line)s. Say why.",
                    count=len(silent),
                    forecast=self.display_name,
                    amount=self.currency_id.format(self.company_id.forecast_note_amount),
                    day=format_date(self.env, self.previous_id.period),
                    line=silent[0].budget_line_id.display_name,
                )
            )

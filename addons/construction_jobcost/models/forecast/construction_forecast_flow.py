# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ConstructionForecast(models.Model):
    """The steps of a forecast."""

    _inherit = "construction.forecast"

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
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve forecasts as the current user: from their month's end on they hold.

        Where several approve in turn, it holds with the last.
        Raises AccessError for who may not approve, or has a part in the figures.
        """
        self.check_access("read")
        self._check_step("submitted")
        for forecast in self.sorted("period"):
            forecast._check_is_latest()
            forecast._grant_approval()
            if forecast._filter_approved():
                # Sudo: the right to approve, checked with the grant, replaces that to edit.
                forecast.sudo()._take_effect()
        return True

    def _take_effect(self):
        """Let the forecast hold, in the place of the one before."""
        self.ensure_one()
        older = self._get_last_approved().get(self.project_id.id, self.browse())
        older._set_step("superseded", superseded_on=self.period)
        # a job has one in force: see the index
        older.flush_recordset()
        self._set_step("approved", approved_by_id=self.env.uid, date_approved=fields.Datetime.now())

    def _prepare_draft_values(self):
        return {"known_at": False}

    def _prepare_refused_values(self, reason):
        return {"known_at": False}

    def _void(self, reason):
        """Void a forecast; where it is in force, the one before holds again."""
        was_in_force = self.state == "approved"
        super()._void(reason)
        if was_in_force:
            self.flush_recordset()
            older = self.search(
                [("project_id", "=", self.project_id.id), ("state", "=", "superseded")],
                order="period desc",
                limit=1,
            )
            older._set_step("approved", superseded_on=False)

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "superseded_on"})

    # Checks -----------------------------------------------------------------------------------

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

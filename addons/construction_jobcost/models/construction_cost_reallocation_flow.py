# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.coding import Operation
from ..core.reallocation import accounting_day, fits
from ..core.values import decimal
from .construction_cost_key_check import CodedLine


class ConstructionCostReallocation(models.Model):
    """The steps of a reallocation."""

    _inherit = "construction.cost.reallocation"

    def action_submit(self):
        """Put reallocations up for approval."""
        self.check_access("write")
        self._check_step("draft")
        self._check_complete()
        self.line_ids._set_dates()
        self._set_step(
            "submitted", date_submitted=fields.Date.context_today(self), reject_reason=False
        )
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve reallocations as the current user: the cost moves on its accounting dates.

        Where several approve in turn, it moves with the last.
        """
        self.check_access("read")
        self._check_step("submitted")
        self._check_complete()
        self._grant_approval()
        # Sudo: the right to approve, checked for each, replaces the rights to edit and to post.
        approved = self._filter_approved().sudo()
        approved.line_ids._set_dates()
        approved._set_step("approved", date_approved=fields.Date.context_today(self))
        for document in approved:
            document._record_lines(1)
        return True

    def _void(self, reason):
        was_approved = self.state == "approved"
        super()._void(reason)
        if was_approved:
            self._record_lines(-1)

    def _prepare_void_values(self, reason):
        # an approved one is taken back today, or on the first open day
        locks = self.company_id._get_job_cost_locks()
        day = accounting_day(fields.Date.context_today(self), locks)
        return super()._prepare_void_values(reason) | {"date_void": day}

    def action_view_entries(self):
        """Open the journal entries of this reallocation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_journal_line")
        # Sudo: which entries there are; opening them asks for the right to read them.
        return dict(action, domain=[("id", "in", self.sudo().move_ids.ids)], context={})

    # Checks -----------------------------------------------------------------------------------

    def _check_complete(self):
        for document in self:
            values = {"document": document.display_name}
            if not document.line_ids:
                raise UserError(
                    self.env._("%(document)s has no lines. Add the costs to move first.", **values)
                )
            if not (document.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Give a reason for %(document)s: it is kept with the reallocation.",
                        **values,
                    )
                )
            document.project_id._check_status(Operation.BILL, document.display_name)
            document._check_left()
        self.line_ids._check_places()
        self._check_coding()

    def _check_left(self):
        """Raise UserError when more is moved than is left of a cost."""
        lines = self.line_ids
        lines._serialize()
        left = lines._get_left()
        for line in lines:
            if not fits(decimal(line.amount), left[line.id]):
                raise UserError(
                    self.env._(
                        "%(document)s cannot move %(amount)s of %(cost)s: %(left)s is left of it. "
                        "Change the amount, or take the line out.",
                        document=self.display_name,
                        amount=self.currency_id.format(line.amount),
                        cost=line.document_name,
                        left=self.currency_id.format(float(left[line.id])),
                    )
                )

    def _check_coding(self):
        """Raise CodingError naming the lines whose target the job does not take."""
        keys = self.env["construction.cost.key"]
        lines = [
            CodedLine(
                line,
                keys._get_parts(line._get_distribution("target")),
                line.company_id.id,
                line.date or fields.Date.context_today(self),
            )
            for line in self.line_ids
        ]
        keys._check_coding(lines, Operation.BILL, lambda line: line.reallocation_id.display_name)

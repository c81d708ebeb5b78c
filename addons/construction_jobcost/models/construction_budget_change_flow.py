# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.budget_change import givings, takings
from ..core.values import decimal


class ConstructionBudgetChange(models.Model):
    """The steps of a budget change."""

    _inherit = "construction.budget.change"

    def action_submit(self):
        """Put changes up for approval: from here on they count as pending."""
        self.check_access("write")
        self._check_step("draft")
        self._check_complete()
        for change in self:
            change._check_left(takings(change._get_moves()))
        self._set_step(
            "submitted", date_submitted=fields.Date.context_today(self), reject_reason=False
        )
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve changes as the current user: the budget changes from their dates on.

        Where several approve in turn, it changes with the last.
        """
        self.check_access("read")
        self._check_step("submitted")
        for change in self:
            change._check_left(takings(change._get_moves()))
            change._grant_approval()
        # Sudo: the right to approve, checked for each, replaces the right to edit.
        approved = self._filter_approved().sudo()
        approved._set_step("approved", date_approved=fields.Date.context_today(self))
        approved.project_id._lock_budget()
        return True

    def _check_may_revert(self):
        super()._check_may_revert()
        self._check_left(givings(self._get_moves()))

    def _prepare_void_values(self, reason):
        # what an approved change gave is taken back from the budget on the day of today
        day = max(fields.Date.context_today(self), self.date)
        return super()._prepare_void_values(reason) | {"date_void": day}

    # Checks -----------------------------------------------------------------------------------

    def _get_moves(self):
        self.ensure_one()
        return [(line._get_cost_key(), decimal(line.amount)) for line in self.line_ids]

    def _check_complete(self):
        for change in self:
            values = {"change": change.display_name}
            if not change.line_ids:
                raise UserError(
                    self.env._("%(change)s has no lines. Add what changes first.", **values)
                )
            if not (change.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Give a reason for %(change)s: it is kept with the change.", **values
                    )
                )
            if change.kind == "transfer" and sum(
                change.line_ids.mapped(lambda line: decimal(line.amount))
            ):
                raise UserError(
                    self.env._(
                        "%(change)s is a transfer, so its lines must sum up to zero; they sum up "
                        "to %(amount)s. Correct the lines, or make it a revision.",
                        amount=change.currency_id.format(change.amount_total),
                        **values,
                    )
                )

    def _check_left(self, wanted):
        """Raise UserError when more is taken out of budget lines than is available there.

        wanted: {CostKey: Decimal}, company currency.
        """
        self.ensure_one()
        lines = self.env["construction.budget.line"]
        lines._serialize(wanted)
        lacking = [answer for answer in lines._availability(wanted.items()) if not answer.ok]
        if lacking:
            raise UserError(
                self.env._(
                    "%(change)s takes more than is available:\n%(lines)s\n"
                    "Take less, or cancel what is requested or committed there first.",
                    change=self.display_name,
                    lines="\n".join(map(lines._describe_answer, lacking)),
                )
            )

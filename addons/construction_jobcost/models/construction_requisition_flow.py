# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionRequisition(models.Model):
    """The steps of a requisition."""

    _inherit = "construction.requisition"

    def action_submit(self):
        """Check the budget and submit; over budget the requisition is held for release."""
        self.check_access("write")
        self._check_step("draft")
        self._check_complete()
        self._restart_approval()
        notes = self._get_budget_notes()
        today = fields.Date.context_today(self)
        for note, requisitions in self.grouped(lambda record: notes[record.id]).items():
            requisitions._set_step(
                "budget_check" if note else "submitted",
                budget_note=note or False,
                date_submitted=today,
                submitted_by_id=self.env.uid,
                reject_reason=False,
                release_reason=False,
                released_by_id=False,
            )
        self.filtered(lambda record: record.state == "submitted")._ask_for_approval()
        return True

    def action_release(self, reason=None):
        """Let a requisition pass that was held over budget; the reason is kept.

        Raises AccessError without the right to release over budget, UserError without reason.
        """
        self.check_access("read")
        self._check_may_release_budget()
        reason = self._required_reason(reason)
        # Sudo: the right to release, checked above, replaces the right to edit requisitions.
        held = self.sudo()
        held._check_step("budget_check")
        for requisition in held:
            over = requisition._get_over_budget()
            requisition._record_budget_release(reason, over, requisition.budget_note)
        held._set_step("submitted", release_reason=reason, released_by_id=self.env.uid)
        held._ask_for_approval()
        return True

    def action_approve(self):
        """Approve as the current user and order from the vendors on the lines."""
        self._check_step("submitted")
        self._grant_approval()
        # Sudo: the right to approve, checked for each, replaces the right to edit.
        approved = self._filter_approved().sudo()
        approved._set_step("approved")
        approved._create_orders()
        return True

    def action_create_orders(self):
        """Order approved lines that found their vendor after the approval."""
        self.check_access("write")
        self._check_step("approved")
        if not self._create_orders():
            raise UserError(
                self.env._("No line to order has a vendor. Choose a vendor on the lines first.")
            )
        return True

    def _refuse_approval(self, reason):
        """Refuse as somebody who may approve, or who may release what is held over budget."""
        held = self.filtered(lambda r: r.state == "budget_check" and r._may_release_budget())
        return super(ConstructionRequisition, self - held)._refuse_approval(reason)

    def action_cancel(self):
        """Withdraw requisitions that were not ordered yet."""
        self.check_access("write")
        self._check_not_ordered()
        # to drop a draft changes no figure
        self.filtered(lambda record: record.state != "draft")._check_jobs_not_closed()
        self._set_step("cancelled")
        self._close_approval_requests("withdrawn")
        return True

    def action_draft(self):
        """Take a rejected or cancelled requisition back to work."""
        self._check_jobs_not_closed()
        return super().action_draft()

    def _prepare_draft_values(self):
        return {"budget_note": False}

    def action_ask_release(self):
        """Ask for the reason of a release."""
        return self._open_approval_wizard("release")

    def action_view_orders(self):
        """Open the purchase orders of the requisition."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of %(requisition)s", requisition=self.display_name),
            "res_model": "purchase.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [("requisition_id", "=", self.id)],
        }
        if len(self.order_ids) == 1:
            action |= {"views": [(False, "form")], "res_id": self.order_ids.id}
        return action

    # Checks -----------------------------------------------------------------------------------

    def _check_jobs_not_closed(self):
        # Sudo: a job is closed or not, whoever looks.
        self.sudo().project_id._check_not_closed()

    def _check_complete(self):
        for requisition in self:
            if not requisition.line_ids:
                raise UserError(
                    self.env._(
                        "%(requisition)s has no lines. Add what is needed first.",
                        requisition=requisition.display_name,
                    )
                )

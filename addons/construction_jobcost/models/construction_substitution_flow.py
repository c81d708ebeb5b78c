# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

TECHNICAL = "construction_jobcost.group_technical_approver"


class ConstructionSubstitution(models.Model):
    """The steps of a substitution."""

    _inherit = "construction.substitution"

    def action_request(self):
        """Put substitutions up for the technical approval."""
        self.check_access("write")
        for record in self:
            record._check_complete()
        self._restart_approval()
        self._set_step("requested", requested_by_id=self.env.uid, reject_reason=False)
        self._ask_technician()
        return True

    def action_approve_technical(self, note=None):
        """Agree as a technical approver; what costs no more takes effect at once.

        Raises AccessError for somebody who is none, or who asked for it.
        """
        self.check_access("read")
        self._check_technician()
        self._check_step("requested")
        for record in self:
            record._check_complete()
        # Sudo: the right of a technical approver, checked above, replaces the right to edit.
        agreed = self.sudo()
        agreed._close_approval_activities()
        agreed._set_step(
            "technical",
            technical_approver_id=self.env.uid,
            date_technical=fields.Datetime.now(),
            technical_note=note or False,
        )
        dearer = self.filtered(lambda record: record._costs_more())
        (self - dearer)._take_effect()
        dearer._ask_for_approval()
        return True

    def action_approve(self):
        """Approve the higher total of order or requisition as the current user."""
        self.check_access("read")
        self._check_step("technical")
        for record in self:
            record._check_complete()
        self._grant_approval()
        self._filter_approved()._take_effect()
        return True

    def _take_effect(self):
        for record in self:
            # Sudo: the approvals, checked for each, replace the right to edit the document.
            changed = record.sudo()
            changed._check_budget()
            memory = changed._apply()
            changed._set_step("approved", date_applied=fields.Datetime.now(), **memory)

    def _refuse_approval(self, reason):
        """Refuse as a technical approver, or as somebody who may approve the total."""
        asked = self.filtered(lambda record: record.state == "requested")
        asked._check_technician()
        super(ConstructionSubstitution, self - asked)._refuse_approval(reason)
        asked._close_approval_activities()

    def _prepare_draft_values(self):
        return {"technical_approver_id": False, "date_technical": False}

    # Checks -----------------------------------------------------------------------------------

    def _costs_more(self):
        self.ensure_one()
        return self._get_new_amount() > self._get_old_amount()

    def _check_technician(self):
        user = self.env.user
        for record in self:
            if not user.has_group(TECHNICAL) or user in record._get_requesters():
                raise AccessError(
                    self.env._(
                        "Whether a substitute will do is for a technical approver to say who did "
                        "not ask for it."
                    )
                )

    def _check_complete(self):
        """Raise UserError when there is nothing to replace, or nothing in its place."""
        self.ensure_one()
        # Sudo: what is left to replace does not depend on who asks.
        record = self.sudo()
        line = record.order_line_id or record.requisition_line_id
        states = ("purchase",) if record.order_line_id else ("submitted", "approved")
        busy = not record.order_line_id and (line.ordered_quantity or line._is_being_bought())
        if not line or line.state not in states or busy or record._get_replaced_quantity() <= 0:
            raise UserError(
                self.env._(
                    "Nothing of the line is left to replace. Choose a line that is requested, or "
                    "ordered and not received yet."
                )
            )
        if record.quantity <= 0 or record.price_unit < 0:
            raise UserError(
                self.env._("Enter how much of the substitute is needed and what it costs.")
            )

    def _ask_technician(self):
        group = self.env.ref(TECHNICAL)
        for record in self:
            # Sudo: users and groups are not readable to everybody; the activity is the system's.
            people = group.sudo().all_user_ids - record._get_requesters()
            technician = people.filtered(
                lambda user, company=record.company_id: user.active and company in user.company_ids
            )[:1]
            if technician:
                record.sudo().activity_schedule(
                    "construction_jobcost.mail_activity_approval",
                    user_id=technician.id,
                    summary=self.env._("Will the substitute do?"),
                )

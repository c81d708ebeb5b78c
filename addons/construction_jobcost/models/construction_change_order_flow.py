# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.changes import package_tier
from .construction_change_order import OPEN_STATES


class ConstructionChangeOrder(models.Model):
    """The steps of a change, through all its tiers."""

    _inherit = "construction.change.order"

    date_required = fields.Date(
        string="Decision Required by", tracking=True, help="When the answer is needed on site."
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    date_decided = fields.Date(readonly=True, copy=False)
    date_done = fields.Date(
        string="Work Done",
        readonly=True,
        copy=False,
        help="From then on the cost of a change without charge stands in the actuals only.",
    )
    decided_with_id = fields.Many2one(
        "construction.change.order",
        string="Decided with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The package whose decision decided this change.",
    )
    decision_reason = fields.Text(readonly=True, copy=False, tracking=True)
    owner_reference = fields.Char(copy=False, tracking=True, help="The owner's own number.")
    owner_signed_by = fields.Char(string="Signed by", copy=False, tracking=True)
    owner_signed_date = fields.Date(
        string="Owner Signed on",
        copy=False,
        tracking=True,
        help="The change of the contract counts from this day.",
    )
    owner_document_ids = fields.Many2many("ir.attachment", string="Signed Document", copy=False)

    def action_submit(self):
        """Submit changes, with their parts: they are pending from today on."""
        self.check_access("write")
        self._check_complete()
        today = fields.Date.context_today(self)
        tree = (self | self._get_parts()).filtered(lambda change: change.state == "draft")
        tree._set_step("pending", date_submitted=today, submitted_by_id=self.env.uid)
        tree._record_revision(today)
        self._ask_for_approval()
        return True

    def action_draft(self):
        """Take submitted or rejected changes back to work; they leave their package."""
        self._check_free_of_decision()
        super().action_draft()
        self._record_revision()
        return True

    def _prepare_draft_values(self):
        return {"parent_id": False, "date_submitted": False, "decision_reason": False}

    def action_approve(self):
        """Approve as the current user; what is part of a change is approved with it.

        A change of the owner's contract counts from the day the owner signed.
        Raises AccessError for somebody who may not.
        """
        return self._decide("approved")

    def action_no_charge(self, reason=None):
        """Decide that the owner is not charged; the cost stays. The reason is kept."""
        return self._decide("no_charge", self._required_reason(reason))

    def action_reject(self, reason=None):
        """Record that changes were rejected; their parts are free for another package."""
        self.check_access("write")
        reason = self._required_reason(reason)
        self._check_free_of_decision()
        for change in self:
            parts, day = change.part_ids, fields.Date.context_today(change)
            change._set_step("rejected", date_decided=day, decision_reason=reason, parent_id=False)
            change._record_revision(day, reason)
            change._release(parts)
        self._close_approval_requests("rejected")
        return True

    def _check_may_void(self):
        self._check_free_of_decision()
        super()._check_may_void()

    def _prepare_void_values(self, reason):
        return {"decision_reason": reason, "parent_id": False}

    def _void(self, reason):
        """Void a change; an approval is taken back today from all that it decided."""
        day = fields.Date.context_today(self)
        tree, parts = self | self._get_parts(), self.part_ids
        decided = tree.filtered(lambda change: change.decided_with_id == self)
        for change in self | decided:
            # what was approved is approved no longer: a new decision needs all its steps
            change._record_approval(0, 0, change.project_id.ids, reason=reason)
        super()._void(reason)
        self._record_revision(day, reason)
        decided._set_step("pending", decided_with_id=False, date_decided=False, date_done=False)
        self._release(parts)
        (tree - self)._record_revision(day, reason)

    def action_work_done(self):
        """Note that a change without charge is done: its cost is in the actuals from today."""
        self.check_access("write")
        self._check_step("no_charge")
        today = fields.Date.context_today(self)
        tree = self | self._get_parts()
        tree._set(date_done=today)
        tree._record_revision(today)
        return True

    def action_ask_no_charge(self):
        """Ask for the reason of a decision without charge."""
        return self._open_approval_wizard("no_charge")

    def action_bundle(self):
        """Bundle changes of one job and tier into a package of the next tier, and open it."""
        job, tiers = self.project_id, set(self.mapped("tier"))
        above = package_tier(self[:1].tier, job.change_tiers) if len(job) == 1 else ""
        if len(tiers) != 1 or not above or self.parent_id:
            raise UserError(
                self.env._(
                    "Bundle changes of one job and one tier that are in no package yet, and for "
                    "which the job has a tier above."
                )
            )
        package = self.create(
            {
                "project_id": job.id,
                "tier": above,
                "title": ", ".join(self.mapped("title")),
                "reason_id": self.reason_id.id if len(self.reason_id) == 1 else False,
                "origin": self[:1].origin,
                "part_ids": [fields.Command.link(change.id) for change in self],
            }
        )
        return package.get_formview_action()

    # Deciding ---------------------------------------------------------------------------------

    def _decide(self, state, reason=False):
        """Take changes and their parts to a state that needs an approval."""
        self._check_step("pending")
        self._check_complete()
        self._check_signed(state)
        self._grant_approval(reason=reason)
        # Sudo: the right to approve, checked with the grant, replaces the right to edit.
        for change in self._filter_approved().sudo():
            change._cascade(state, reason)
        return True

    def _reject_requested(self, reason):
        facts = self._get_approval_facts()
        for change in self:
            change._check_may_approve(facts[change.id].amount, facts[change.id].project_ids)
        # Sudo: the right to approve, checked for each, replaces the right to edit.
        return self.sudo().action_reject(reason)

    def _cascade(self, state, reason):
        day = (state == "approved" and self.owner_signed_date) or fields.Date.context_today(self)
        approval, parts = self._get_approvals(), self._get_parts()
        affected = parts.filtered(lambda part: part.state != state)
        for part in affected:
            facts = part._get_approval_facts()[part.id]
            part._record_approval(
                facts.amount, 0, facts.project_ids, reason=reason, origin_id=approval.id
            )
        values = {"date_decided": day, "decision_reason": reason}
        self._set_step(state, **values)
        affected._set_step(state, decided_with_id=self.id, **values)
        if state == "no_charge" and self.parent_id:
            self._set(parent_id=False)
        (self | parts)._record_revision(day, reason)

    def _release(self, parts):
        """Let parts go: they are free for another package."""
        self.ensure_one()
        if parts:
            parts._set(parent_id=False)
            self.message_post(
                body=self.env._(
                    "Free for another package: %(parts)s", parts=", ".join(parts.mapped("name"))
                )
            )

    def _get_parts(self):
        """Return what these changes bundle, through all tiers below."""
        found, level = self.browse(), self.part_ids
        while level:
            found |= level
            level = level.part_ids
        return found

    def _is_executed(self):
        """Tell whether the owner's contract is changed by this change or its package."""
        self.ensure_one()
        top = self
        while top.parent_id:
            top = top.parent_id
        return top.tier == "pcco" and top.state == "approved"

    # Checks -----------------------------------------------------------------------------------

    def _check_complete(self):
        for change in self:
            if not (change.part_ids if change.part_tier else change.line_ids):
                raise UserError(
                    self.env._(
                        "%(change)s is empty. Add its lines, or the changes it bundles, first.",
                        change=change.display_name,
                    )
                )

    def _check_signed(self, state):
        for change in self:
            unsigned = not (change.owner_signed_date and change.owner_reference)
            if state == "approved" and change.tier == "pcco" and unsigned:
                raise UserError(
                    self.env._(
                        "%(change)s changes the contract. Record the day the owner signed and the "
                        "owner's reference first.",
                        change=change.display_name,
                    )
                )

    def _check_free_of_decision(self):
        """Raise UserError where a package was decided: its parts stay together."""
        for change in self:
            package = change.parent_id
            if package and package.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(change)s is part of %(package)s, which is %(state)s. Void the package "
                        "first.",
                        change=change.display_name,
                        package=package.display_name,
                        state=package._get_state_label(),
                    )
                )

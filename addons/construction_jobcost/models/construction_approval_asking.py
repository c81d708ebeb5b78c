# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionApprovalMixin(models.AbstractModel):
    """Asking for approval: a request on the list of those who may decide, and an activity."""

    _inherit = "construction.approval.mixin"

    #: States in which nothing is asked for any more.
    _approval_closed_states = ("cancel", "cancelled", "rejected")

    def _ask_for_approval(self):
        """Ask for each document: a request for all who may decide, an activity for the first."""
        facts = self._get_approval_facts()
        asked = self.filtered(lambda record: facts.get(record.id) and facts[record.id].project_ids)
        self.env["construction.approval.request"]._open(asked)
        for record in asked:
            fact = facts[record.id]
            approvers = record._get_approvers(fact.amount, fact.project_ids)
            approver = next(
                (user for user in approvers if record.with_user(user).has_access("read")), None
            )
            if approver:
                # Sudo: the activity is the system's; asking needs no right of its own.
                record.sudo().activity_schedule(
                    "construction_jobcost.mail_activity_approval",
                    user_id=approver.id,
                    summary=self.env._(
                        "Approve %(amount)s",
                        amount=record.company_id.currency_id.format(float(fact.amount)),
                    ),
                )

    def _get_approval_asker(self):
        """Return the res.users who wants the document approved."""
        return self.env.user

    def _ask_next(self, approvals):
        """After these approvals: ask for the next step, or close what was asked for."""
        ids = set(approvals.filtered(lambda a: a.decision == "step").mapped("res_id"))
        steps = self.filtered(lambda record: record.id in ids)
        steps._close_approval_activities()
        steps._ask_for_approval()
        (self - steps)._close_approval_requests("approved")

    def _close_approval_requests(self, state):
        self.env["construction.approval.request"]._get_open(self)._close(state)
        self._close_approval_activities()

    def _sync_approval_requests(self):
        """Bring what is asked for up to what the documents amount to now."""
        requests = self.env["construction.approval.request"]._get_open(self)
        if not requests:
            return
        closed = self.filtered(lambda record: record.state in self._approval_closed_states)
        effective = self.filtered(lambda record: record.state in self._approval_guarded_states)
        requests._of(closed)._close("withdrawn")
        requests._of(effective)._close("approved")
        requests._of(self - closed - effective)._refresh()

    def unlink(self):
        requests = self.env["construction.approval.request"]._get_open(self)
        result = super().unlink()
        requests._close("withdrawn")
        return result

    def _close_approval_activities(self):
        # Sudo: the activity may be on another approver's desk.
        self.sudo().activity_unlink(["construction_jobcost.mail_activity_approval"])

    def _open_approval_wizard(self, step, **defaults):
        """Return the action that asks for what a step needs: a reason, an amount."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_approval_wizard_action"
        )
        steps = self.env["construction.approval.wizard"]._fields["step"]
        action["name"] = dict(steps._description_selection(self.env))[step]
        action["context"] = {
            "default_res_model": self._name,
            "default_res_id": self.id,
            "default_step": step,
            **{f"default_{name}": value for name, value in defaults.items()},
        }
        return action

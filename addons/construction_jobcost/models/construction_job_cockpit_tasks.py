# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ConstructionJobCockpit(models.AbstractModel):
    """What its user can do on the job next."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_tasks(self, job):
        """Return what waits for the user, in the order of the work."""
        notes = [
            self._get_approval_task(job),
            *self._get_requisition_tasks(job),
            *self._get_bill_tasks(job),
            *self._get_change_tasks(job),
        ]
        return [note for note in notes if note]

    @api.model
    def _get_approval_task(self, job):
        requests = self.env["construction.approval.request"]
        waiting = Domain("project_ids", "in", job.ids) & Domain("state", "=", "open")
        mine = requests.search(waiting)._filter_decidable()
        return self._prepare_note(
            "approve",
            self.env._("Approve"),
            "construction.approval.request",
            "construction_jobcost.construction_approval_request_action",
            Domain("id", "in", mine.ids),
            amount="amount",
        )

    @api.model
    def _get_requisition_tasks(self, job):
        """Return what the user can do with requisitions; buyers order what is approved."""
        of_job = Domain("project_id", "=", job.id)
        mine = Domain("requested_by_id", "=", self.env.uid)
        states = [
            ("submit", self.env._("Submit my requisitions"), "draft", mine, True),
            (
                "release",
                self.env._("Release requisitions over budget"),
                "budget_check",
                Domain.TRUE,
                self._is("group_budget_override"),
            ),
            (
                "order",
                self.env._("Order approved requisitions"),
                "approved",
                Domain.TRUE,
                self.env["purchase.order"].has_access("create"),
            ),
        ]
        return [
            self._prepare_note(
                key,
                label,
                "construction.requisition",
                "construction_jobcost.construction_requisition_action",
                of_job & whose & Domain("state", "=", state),
                amount="amount_total",
            )
            for key, label, state, whose, may in states
            if may
        ]

    @api.model
    def _get_bill_tasks(self, job):
        if not self.env["account.move"].has_access("write"):
            return []
        bills = Domain("move_type", "in", ("in_invoice", "in_refund"))
        return [
            self._prepare_note(
                "bills",
                self.env._("Check and post draft bills"),
                "account.move",
                "account.action_move_in_invoice_type",
                Domain("job_ids", "in", job.ids) & bills & Domain("state", "=", "draft"),
            )
        ]

    @api.model
    def _get_change_tasks(self, job):
        changes = Domain("project_id", "=", job.id) & Domain("responsible_id", "=", self.env.uid)
        return [
            self._prepare_note(
                "changes",
                self.env._("Bring my changes to a decision"),
                "construction.change.order",
                "construction_jobcost.construction_change_order_action",
                changes & Domain("state", "in", ("draft", "pending")),
            )
        ]

    @api.model
    def _is(self, group):
        return self.env.user.has_group(f"construction_jobcost.{group}")

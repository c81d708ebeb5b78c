# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..core.cost_tree import walk


class ConstructionJobCockpit(models.AbstractModel):
    """What is wrong on the job, as far as its user may read it."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_warnings(self, job, root):
        """Return what deserves a look, the worst first."""
        notes = [
            *self._get_figure_warnings(job, root),
            *self._get_commitment_warnings(job),
            *self._get_ledger_warnings(job),
            *self._get_flow_warnings(job),
        ]
        found = [note for note in notes if note]
        return sorted(found, key=lambda note: note["tone"] != "danger")

    @api.model
    def _get_figure_warnings(self, job, root):
        leaves = [node for _depth, node in walk(root) if not node.children]
        over = [node for node in leaves if node.figures["over_under"] < 0]
        uncoded = self.env.ref("construction_jobcost.cost_code_uncoded").name
        loose = [node for node in leaves if node.name == uncoded and node.figures["job_to_date"]]
        return [
            self._prepare_lines_note(
                job, "over_budget", self.env._("Budget lines over budget"), over, "over_under"
            ),
            self._prepare_lines_note(
                job, "uncoded", self.env._("Costs without a cost code"), loose, "job_to_date"
            ),
        ]

    @api.model
    def _get_commitment_warnings(self, job):
        today = fields.Date.context_today(self)
        orders = Domain("job_ids", "in", job.ids)
        to_come = Domain("commitment_state", "in", ("approved", "partly_received"))
        milestones = Domain("order_id.job_ids", "in", job.ids) & Domain("state", "=", "planned")
        return [
            self._prepare_note(
                "over_billed",
                self.env._("Order lines billed beyond their order"),
                "purchase.commitment.report",
                "construction_jobcost.purchase_commitment_report_action",
                Domain("project_id", "=", job.id) & Domain("is_over_billed", "=", True),
                tone="danger",
            ),
            self._prepare_note(
                "overdue_emergencies",
                self.env._("Emergency purchases to regularise, overdue"),
                "purchase.order",
                "construction_jobcost.purchase_order_emergency_action",
                orders & Domain("emergency_state", "in", ["overdue"]),
                tone="danger",
            ),
            self._prepare_note(
                "late_receipts",
                self.env._("Orders whose delivery is late"),
                "purchase.order",
                "construction_jobcost.purchase_order_commitment_action",
                orders & to_come & Domain("date_planned", "<", today),
            ),
            self._prepare_note(
                "late_milestones",
                self.env._("Milestones that are overdue"),
                "construction.milestone",
                "construction_jobcost.construction_milestone_action",
                milestones & Domain("planned_date", "<", today),
            ),
        ]

    @api.model
    def _get_ledger_warnings(self, job):
        return [
            self._prepare_note(
                "match_exceptions",
                self.env._("Findings on bills that do not match"),
                "construction.match.exception",
                "construction_jobcost.construction_match_exception_action",
                Domain("job_ids", "in", job.ids) & Domain("state", "=", "open"),
                amount="amount",
                tone="danger",
            ),
            self._prepare_note(
                "drift",
                self.env._("Ledger checks that found a difference"),
                "construction.ledger.check",
                "construction_jobcost.construction_ledger_check_action",
                Domain("state", "=", "drift") & Domain("line_ids.project_id", "=", job.id),
                tone="danger",
            ),
        ]

    @api.model
    def _get_flow_warnings(self, job):
        pending = Domain("project_id", "=", job.id) & Domain("state", "=", "pending")
        return [
            self._prepare_note(
                "open_approvals",
                self.env._("Documents waiting for an approval"),
                "construction.approval.request",
                "construction_jobcost.construction_approval_request_action",
                Domain("project_ids", "in", job.ids) & Domain("state", "=", "open"),
                amount="amount",
            ),
            self._prepare_note(
                "overdue_changes",
                self.env._("Changes whose decision is overdue"),
                "construction.change.order",
                "construction_jobcost.construction_change_order_action",
                pending & Domain("date_required", "<", fields.Date.context_today(self)),
            ),
        ]

    @api.model
    def _prepare_lines_note(self, job, key, label, nodes, column):
        if not nodes:
            return None
        line_ids = [line for node in nodes for line in node.line_ids]
        # the list that is not grouped by job, and so shows the lines at once
        flat = self.env.ref("construction_jobcost.construction_cost_report_view_list")
        kinds = {"list": flat.id, "pivot": False, "graph": False, "search": False}
        return {
            "key": key,
            "label": label,
            "count": len(line_ids),
            "amount": float(abs(sum(node.figures[column] for node in nodes))),
            "tone": "danger",
            "action": {
                **self._prepare_action(
                    "construction_jobcost.construction_cost_report_action",
                    label,
                    [("project_id", "=", job.id), ("budget_line_id", "in", line_ids)],
                ),
                "views": [(view, kind) for kind, view in kinds.items()],
            },
        }

    @api.model
    def _prepare_note(self, key, label, model, name, domain, amount=None, tone="warning"):
        """Return how many records of a model there are, and what they amount to.

        name: the external id of the action that shows them; amount: a stored field to sum up,
        company currency. None when there is nothing, or nothing that the user may read.
        """
        records = self.env[model]
        if not records.has_access("read"):
            return None
        sums = [f"{amount}:sum"] if amount else []
        ((count, *total),) = records._read_group(domain, [], ["__count", *sums])
        if not count:
            return None
        return {
            "key": key,
            "label": label,
            "count": count,
            "amount": total[0] if total else False,
            "tone": tone,
            "action": self._prepare_action(name, label, domain),
        }

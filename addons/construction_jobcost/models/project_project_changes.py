# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.cost_report import CONTRACT_BUCKETS

READERS = "construction_jobcost.group_job_cost_user"


class ProjectProject(models.Model):
    """Changes of a job: their tiers, and what they make of contract, margin and finish."""

    _inherit = "project.project"

    change_tiers = fields.Selection(
        [
            ("1", "One: PCCO"),
            ("2", "Two: PCO, PCCO"),
            ("3", "Three: PCO, COR, PCCO"),
        ],
        string="Tiers of Changes",
        default="2",
        required=True,
        help="The documents a change goes through until the owner's contract is changed.",
    )
    change_order_ids = fields.One2many("construction.change.order", "project_id", groups=READERS)
    pending_change_count = fields.Integer(compute="_compute_change_figures", groups=READERS)
    job_contract = fields.Monetary(
        string="Original Contract", compute="_compute_contract_figures", groups=READERS
    )
    job_contract_changes = fields.Monetary(
        string="Approved Contract Changes", compute="_compute_contract_figures", groups=READERS
    )
    job_revised_contract = fields.Monetary(
        string="Revised Contract", compute="_compute_contract_figures", groups=READERS
    )
    job_pending_contract = fields.Monetary(
        string="Pending Contract Changes", compute="_compute_contract_figures", groups=READERS
    )
    job_projected_contract = fields.Monetary(
        string="Projected Contract", compute="_compute_contract_figures", groups=READERS
    )
    job_margin = fields.Monetary(
        string="Margin",
        compute="_compute_contract_figures",
        groups=READERS,
        help="Revised contract less estimate at completion.",
    )
    extension_days = fields.Integer(
        compute="_compute_change_figures",
        groups=READERS,
        help="Calendar days of the approved changes of the contract.",
    )
    revised_finish_date = fields.Date(
        string="Revised Finish",
        compute="_compute_change_figures",
        groups=READERS,
        help="The end of the job with the days of approved changes.",
    )

    def _compute_contract_figures(self):
        rows = self.env["construction.cost.entry"]._read_group(
            [("project_id", "in", self.ids), ("bucket", "in", CONTRACT_BUCKETS)],
            ["project_id", "bucket"],
            ["amount:sum"],
        )
        sums = {(job.id, bucket): amount for job, bucket, amount in rows}
        costs = dict(
            self.env["construction.cost.report"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["estimate_at_completion:sum"]
            )
        )
        for job in self:
            contract, approved, pending = (
                sums.get((job.id, name), 0.0) for name in CONTRACT_BUCKETS
            )
            job.job_contract = contract
            job.job_contract_changes = approved
            job.job_revised_contract = contract + approved
            job.job_pending_contract = pending
            job.job_projected_contract = contract + approved + pending
            job.job_margin = contract + approved - costs.get(job, 0.0)

    @api.depends(
        "change_order_ids.state", "change_order_ids.parent_id", "change_order_ids.days", "date"
    )
    def _compute_change_figures(self):
        changes = self.env["construction.change.order"]
        pending = dict(
            changes._read_group(
                [
                    ("project_id", "in", self.ids),
                    ("state", "=", "pending"),
                    ("parent_id", "=", False),
                ],
                ["project_id"],
                ["__count"],
            )
        )
        days = dict(
            changes._read_group(
                [
                    ("project_id", "in", self.ids),
                    ("state", "=", "approved"),
                    ("tier", "=", "pcco"),
                ],
                ["project_id"],
                ["days:sum"],
            )
        )
        for job in self:
            job.pending_change_count = pending.get(job, 0)
            job.extension_days = days.get(job, 0)
            job.revised_finish_date = job.date and job.date + timedelta(days=job.extension_days)

    def write(self, vals):
        if "change_tiers" in vals:
            self.filtered(
                lambda job: job.change_tiers != vals["change_tiers"]
            )._check_no_change_orders()
        return super().write(vals)

    def _check_no_change_orders(self):
        # Sudo: documents that the user may not see bind the job too.
        changes = self.env["construction.change.order"].sudo()
        change = changes.search(
            [("project_id", "in", self.ids), ("state", "not in", ("void", "rejected"))], limit=1
        )
        if change:
            raise ValidationError(
                self.env._(
                    "%(job)s has changes that go through its tiers already, such as %(change)s. "
                    "Void them before you set other tiers.",
                    job=change.project_id.display_name,
                    change=change.name,
                )
            )

    def action_view_changes(self):
        """Open the change board of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_change_order_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
            display_name=self.env._("Changes of %(job)s", job=self.job_code),
        )

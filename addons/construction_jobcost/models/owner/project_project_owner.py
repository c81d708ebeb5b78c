# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.cost_report import BILLING_BUCKETS

READERS = "construction_jobcost.group_job_cost_user"


class ProjectProject(models.Model):
    """The contract with the owner: the one source of the job's contract sum."""

    _inherit = "project.project"

    owner_contract_ids = fields.One2many(
        "construction.owner.contract", "project_id", string="Owner Contracts", groups=READERS
    )
    owner_application_count = fields.Integer(
        compute="_compute_owner_application_count", groups=READERS
    )
    job_billed = fields.Monetary(
        string="Billed",
        compute="_compute_billing_figures",
        groups=READERS,
        help="Posted owner invoices, before retention and net of tax.",
    )
    job_collected = fields.Monetary(
        string="Collected", compute="_compute_billing_figures", groups=READERS
    )
    job_owner_retention = fields.Monetary(
        string="Retention Receivable", compute="_compute_billing_figures", groups=READERS
    )

    def _compute_owner_application_count(self):
        counts = dict(
            self.env["construction.owner.application"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for job in self:
            job.owner_application_count = counts.get(job, 0)

    @api.depends_context("as_of", "known_at")
    def _compute_billing_figures(self):
        entries = self.env["construction.cost.entry"]
        rows = entries._read_group(
            [("project_id", "in", self.ids), ("bucket", "in", BILLING_BUCKETS)]
            + list(entries._get_moment_domain()),
            ["project_id", "bucket"],
            ["amount:sum"],
        )
        sums = {(job.id, bucket): amount for job, bucket, amount in rows}
        for job in self:
            job.job_billed = sums.get((job.id, "billed"), 0.0)
            job.job_collected = sums.get((job.id, "collected"), 0.0)
            job.job_owner_retention = sums.get((job.id, "owner_retention_held"), 0.0)

    def write(self, vals):
        result = super().write(vals)
        if "contract_amount" in vals:
            self._check_owner_contract()
        return result

    def _check_owner_contract(self):
        """Raise UserError where a job would have another contract sum than its contract."""
        # Sudo: what was agreed with the owner holds, whoever edits the job.
        contracts = self.sudo().owner_contract_ids
        for contract in contracts.filtered(lambda contract: contract.state == "in_force"):
            contract._check_contract_sum()

    def action_view_owner_contract(self):
        """Open the contract with the owner, or enter it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_contract_action"
        )
        contracts = self.owner_contract_ids
        if len(contracts) == 1:
            action |= {"res_id": contracts.id, "views": [(False, "form")]}
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
        )

    def action_view_owner_applications(self):
        """Open the applications to the owner of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_application_action"
        )
        return dict(action, domain=[("project_id", "=", self.id)], context={})

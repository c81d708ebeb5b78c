# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.keys import CostKey
from ..core.projection import Projected
from ..core.values import decimal, local_day


class ProjectProject(models.Model):
    """The original contract of a job in the ledger: the job itself is its document."""

    _name = "project.project"
    _inherit = ["project.project", "construction.cost.source"]
    _cost_versioned = False

    contract_date = fields.Date(
        tracking=True,
        help="The day the contract counts from; empty: the start of the job, else the day it "
        "was entered.",
    )

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"contract_amount", "contract_date", "date_start", "is_job"})

    @api.model
    def _get_cost_sweep_domain(self):
        return [("is_job", "=", True), ("contract_amount", "!=", 0)]

    @api.model
    def _get_cost_domain_of_accounts(self, accounts):
        return None

    def _get_cost_projection(self):
        """The contract with the owner, on the revenue type of the uncoded cost code."""
        bucket = self.env["construction.cost.rule"]._get_bucket("job", "contract")
        jobs = self.filtered(lambda job: job.is_job and job.contract_amount and bucket)
        if not jobs:
            # also while the addon is being installed: its cost codes do not exist yet
            return {}
        find = self.env["ir.model.data"]._xmlid_to_res_id
        code = find("construction_jobcost.cost_code_uncoded", raise_if_not_found=True)
        revenue = find("construction_jobcost.cost_type_revenue", raise_if_not_found=True)
        return {
            job.id: [
                Projected(
                    bucket,
                    CostKey(job.id, code, revenue),
                    job._get_contract_date(),
                    decimal(job.contract_amount),
                )
            ]
            for job in jobs
        }

    @api.model
    def _record_contracts(self):
        """Bring the contracts of all jobs into the ledger, of those that were there before it too.

        Called when the addon is installed or updated; what is recorded already stays as it is.
        """
        jobs = self.with_context(active_test=False).search(self._get_cost_sweep_domain())
        entries = self.env["construction.cost.entry"]
        entries._mark_stale(jobs)
        entries._project_stale()

    def _get_contract_date(self):
        self.ensure_one()
        entered = local_day(self.create_date, self.company_id.partner_id.tz)
        return self.contract_date or self.date_start or entered

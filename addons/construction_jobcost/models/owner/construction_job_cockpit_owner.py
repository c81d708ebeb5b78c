# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...core.cockpit import percent
from ...core.cost_report import BILLING_BUCKETS, CONTRACT_BUCKETS
from ...core.values import decimal


class ConstructionJobCockpit(models.AbstractModel):
    """What the owner was asked for, and what he paid."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _prepare_contract_tiles(self, job, root, months):
        tiles = super()._prepare_contract_tiles(job, root, months)
        sums = {}
        for (_month, bucket), amount in months.items():
            sums[bucket] = sums.get(bucket, decimal(0)) + amount
        return tiles + ([self._prepare_billed_tile(job, sums)] if sums.get("billed") else [])

    @api.model
    def _prepare_billed_tile(self, job, sums):
        contract, changes = (sums.get(name, decimal(0)) for name in CONTRACT_BUCKETS[:2])
        of_owner = Domain("project_id", "=", job.id) & Domain("bucket", "in", BILLING_BUCKETS)
        collected = sums.get("collected", decimal(0))
        return {
            "key": "billed",
            "label": self.env._("Billed"),
            "amount": float(sums["billed"]),
            "detail": self._money_of(job, collected, self.env._("collected")),
            "percent": percent(sums["billed"], contract + changes),
            "tone": "",
            "action": self._prepare_action(
                "construction_jobcost.construction_cost_entry_action",
                self.env._("Billed to the owner of %(job)s", job=job.job_code),
                of_owner & self.env["construction.cost.entry"]._get_moment_domain(),
            ),
        }

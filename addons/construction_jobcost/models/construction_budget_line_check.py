# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models

from ..core.keys import CostKey


class ConstructionBudgetLine(models.Model):
    """What is left on budget lines, told to people and kept apart between transactions."""

    _inherit = "construction.budget.line"

    @api.model
    def _serialize(self, keys):
        """Let one transaction at a time decide on what is left on the lines of these keys.

        Of two requests at the same moment neither sees the other and both would fit: counting
        up a version of the budget line makes the later one fail and be tried again. Where some
        policy sums up over lines, the whole job is counted up, by every kind of document, and
        always before the lines, so that no two transactions wait for each other.
        """
        versions = self.env["construction.cost.source.version"]
        policies = self.env["construction.budget.policy"]
        # Sudo: the budget of a job is one, whoever asks for it.
        jobs = self.env["project.project"].sudo().browse({key.project_id for key in keys})
        pooled = jobs.filtered(lambda job: policies._is_pooled(job.company_id, job.id))
        if pooled:
            versions._bump(jobs._name, pooled.ids)
        versions._bump(self._name, self._ensure(keys).values())

    @api.model
    def _describe_answer(self, answer):
        """Return an Availability in words."""
        key, money = answer.key, self._format_amount
        job = self.env["project.project"].browse(key.project_id)
        company = job.company_id
        return self.env._(
            "%(line)s: budget %(budget)s, committed %(committed)s, direct cost "
            "%(direct)s, pending %(pending)s, available %(available)s, requested %(requested)s.",
            line=self._describe_pool(key),
            budget=money(company, answer.revised_budget),
            committed=money(company, answer.committed),
            direct=money(company, answer.direct_cost),
            pending=money(company, answer.pending_commitments),
            available=money(company, answer.available),
            requested=money(company, answer.requested),
        )

    @api.model
    def _describe_pool(self, key):
        """Return what a key names; a pool names the job where it sums over codes."""
        parts = [
            self.env["construction.cost.code"].browse(key.cost_code_id or ()),
            self.env["construction.cost.type"].browse(key.cost_type_id or ()),
        ]
        if not key.cost_code_id:
            parts = [
                self.env["project.project"].browse(key.project_id),
                self.env["construction.job.phase"].browse(key.phase_id or ()),
            ]
        return " / ".join(part.display_name for part in parts if part)

    @api.model
    def _format_amount(self, company, amount):
        return company.currency_id.format(float(amount))

    @api.model
    def _get_pool_buckets(self, places):
        """Return {(Policy, pool): {bucket: sum in company currency}}."""
        if not places:
            return {}
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        of_lines = entries._get_buckets({pool for policy, pool in places if policy.level == "line"})
        pooled = {place for place in places if place[0].level != "line"}
        result = {place: of_lines.get(place[1], {}) for place in places - pooled}
        sums = self._get_job_buckets({pool.project_id for _policy, pool in pooled})
        for policy, pool in pooled:
            buckets = result[policy, pool] = {}
            for key, bucket, amount in sums:
                if policy.pool(key) == pool:
                    buckets[bucket] = buckets.get(bucket, 0) + amount
        return result

    @api.model
    def _get_job_buckets(self, job_ids):
        """Return [(CostKey, bucket, sum)] of all budget lines of the jobs."""
        if not job_ids:
            return []
        # SQL: a budget is judged by all that was spent, whatever the user may read of it
        self.env.cr.execute(
            """
            SELECT project_id, cost_code_id, cost_type_id, COALESCE(phase_id, 0), bucket,
                   SUM(amount)::text
              FROM construction_cost_entry
             WHERE project_id = ANY(%s)
          GROUP BY project_id, cost_code_id, cost_type_id, COALESCE(phase_id, 0), bucket
            """,
            [sorted(job_ids)],
        )
        return [(CostKey(*row[:4]), row[4], Decimal(row[5])) for row in self.env.cr.fetchall()]

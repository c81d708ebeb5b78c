# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ...core.values import decimal
from ...core.warning import NOTHING, Waiting, margin_percent

COSTS = ("invoiced", "direct_cost", "accrued")


@dataclass
class JobFacts:
    """What rules judge a job by; company currency."""

    contract: Decimal = NOTHING
    estimate: Decimal = NOTHING
    cost: Decimal = NOTHING
    award_contract: Decimal = NOTHING
    award_budget: Decimal = NOTHING
    billed: Decimal = NOTHING
    billed_on: Date | None = None

    @property
    def award_margin(self):
        """The margin at award in percent; None without contract or budget."""
        if not self.award_budget:
            return None
        return margin_percent(self.award_contract, self.award_budget)


class ConstructionWarningFacts(models.AbstractModel):
    """The figures of all jobs at once: each method is a constant number of queries."""

    _name = "construction.warning.facts"
    _description = "Figures of Early Warnings"

    @api.model
    def _get_jobs(self):
        """Return the jobs that are watched: those that are worked on or complete."""
        return self.env["project.project"].search(
            [("is_job", "=", True), ("job_status", "not in", ("planned", "closed"))]
        )

    @api.model
    def _get_job_facts(self, jobs):
        """Return {job id: JobFacts} of the ledger."""
        facts = defaultdict(JobFacts)
        names = ["contract", "estimate_at_completion", "job_to_date"]
        for row in self.env["construction.portfolio"].search_fetch([("id", "in", jobs.ids)], names):
            one = facts[row.id]
            one.contract, one.estimate, one.cost = (decimal(row[name]) for name in names)
        for job, budget, contract, billed, day in self._get_bucket_sums(jobs):
            one = facts[job]
            one.award_budget, one.award_contract = Decimal(budget or 0), Decimal(contract or 0)
            one.billed, one.billed_on = Decimal(billed or 0), day
        return facts

    @api.model
    def _get_bucket_sums(self, jobs):
        # SQL: sums of several buckets and a day in one pass; as text: exact decimals
        return self.env.execute_query(
            SQL(
                """
                SELECT project_id,
                       (SUM(amount) FILTER (WHERE bucket = 'original_budget'))::text,
                       (SUM(amount) FILTER (WHERE bucket = 'contract'))::text,
                       (SUM(amount) FILTER (WHERE bucket = 'billed'))::text,
                       MAX(date) FILTER (WHERE bucket = 'billed' AND amount > 0)
                  FROM construction_cost_entry
                 WHERE project_id = ANY(%s)
                   AND bucket IN ('original_budget', 'contract', 'billed')
              GROUP BY project_id
                """,
                jobs.ids,
            )
        )

    @api.model
    def _get_unbilled_cost(self, jobs, facts):
        """Return {job id: (cost since the last billing, the day of it or of the first cost)}."""
        days = [facts[job.id].billed_on for job in jobs]
        # SQL: the day differs from job to job; as text: exact decimals
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.project_id, SUM(e.amount)::text, COALESCE(MAX(k.day), MIN(e.date))
                  FROM unnest(%s::int[], %s::date[]) k(job, day)
                  JOIN construction_cost_entry e ON e.project_id = k.job
                 WHERE e.bucket IN %s AND (k.day IS NULL OR e.date > k.day)
              GROUP BY e.project_id
                """,
                jobs.ids,
                days,
                COSTS,
            )
        )
        return {job: (Decimal(amount), day) for job, amount, day in rows}

    @api.model
    def _get_physical_percents(self, jobs, facts):
        """Return {job id: percent of the work in place}, of jobs of which that is known.

        What the owner was billed of the contract says it until somebody measured the work.
        """
        return {
            job.id: facts[job.id].billed / facts[job.id].contract * 100
            for job in jobs
            if facts[job.id].billed and facts[job.id].contract > 0
        }

    @api.model
    def _get_base_margins(self, jobs, facts, base):
        """Return {job id: percent} of the margin that jobs are compared with; None: unknown."""
        return {job.id: facts[job.id].award_margin for job in jobs}

    @api.model
    def _get_commitments(self, jobs, level):
        """Return [(job, code, line or None, committed, budget)] of what is committed over budget."""
        report = self.env["construction.cost.report"]
        line = SQL("id") if level == "line" else SQL("NULL::int")
        group = SQL("id") if level == "line" else SQL("1")
        # SQL: two columns of the report compared with each other; as text: exact decimals
        rows = self.env.execute_query(
            SQL(
                """
                SELECT project_id, cost_code_id, %(line)s, SUM(committed)::text,
                       SUM(revised_budget)::text
                  FROM (%(report)s) report
                 WHERE project_id = ANY(%(jobs)s)
              GROUP BY %(group)s, project_id, cost_code_id
                HAVING SUM(committed) > SUM(revised_budget)
                """,
                line=line,
                group=group,
                report=report._table_query,
                jobs=jobs.ids,
            )
        )
        return [(*place, Decimal(committed), Decimal(budget)) for *place, committed, budget in rows]

    @api.model
    def _get_pending_changes(self, jobs):
        """Return {job id: [(change id, Waiting)]} of changes that were submitted."""
        found = defaultdict(list)
        changes = self.env["construction.change.order"].search(
            [
                ("project_id", "in", jobs.ids),
                ("state", "=", "pending"),
                # a package has the money of its parts
                ("parent_id", "=", False),
                ("date_submitted", "!=", False),
            ]
        )
        for change in changes:
            amount = decimal(change.revenue_amount or change.cost_amount)
            waits = Waiting(change.date_submitted, amount)
            found[change.project_id.id].append((change.id, waits))
        return found

    @api.model
    def _get_held_retention(self, jobs):
        """Return {job id: [(order id, Waiting)]} of retention that vendors have to get.

        It waits from the day it is due: that of the subcontract, else the finish of the job.
        """
        found = defaultdict(list)
        rows = self._get_retention_by_order(jobs)
        orders = self.env["purchase.order"].browse(row[1] for row in rows)
        due = {order.id: order.retention_release_date for order in orders}
        finish = {job.id: job.revised_finish_date for job in jobs}
        for job, order, amount in rows:
            day = due[order] or finish[job]
            if day:
                found[job].append((order, Waiting(day, Decimal(amount))))
        return found

    @api.model
    def _get_retention_by_order(self, jobs):
        """Return [(job id, order id, amount held as text)]."""
        # SQL: the order stands on the lines that the ledger names; as text: exact decimals
        return self.env.execute_query(
            SQL(
                """
                SELECT e.project_id, COALESCE(a.order_id, r.order_id), SUM(e.amount)::text
                  FROM construction_cost_entry e
             LEFT JOIN construction_payment_application_line a
                    ON e.source_model = 'construction.payment.application.line'
                   AND a.id = e.source_id
             LEFT JOIN construction_retention_release_line r
                    ON e.source_model = 'construction.retention.release.line'
                   AND r.id = e.source_id
                 WHERE e.bucket = 'retention_held' AND e.project_id = ANY(%s)
                   AND COALESCE(a.order_id, r.order_id) IS NOT NULL
              GROUP BY 1, 2 HAVING SUM(e.amount) > 0
                """,
                jobs.ids,
            )
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ...core.values import decimal
from ...core.warning import NOTHING, Waiting, margin_percent


class ConstructionWarningFacts(models.AbstractModel):
    """What forecasts and the owner's applications say of a job."""

    _inherit = "construction.warning.facts"

    @api.model
    def _get_base_margins(self, jobs, facts, base):
        if base != "forecast":
            return super()._get_base_margins(jobs, facts, base)
        return {
            job: margin_percent(Decimal(contract or 0), Decimal(estimate))
            for job, estimate, contract in self._get_forecast_margins(jobs)
        }

    @api.model
    def _get_forecast_margins(self, jobs):
        """Return [(job id, estimate, contract)] of approved forecasts as known at approval."""
        # SQL: period and moment differ from job to job; as text: exact decimals
        return self.env.execute_query(
            SQL(
                """
                SELECT f.project_id, f.estimate_at_completion::text, SUM(e.amount)::text
                  FROM construction_forecast f
             LEFT JOIN construction_cost_entry e
                    ON e.project_id = f.project_id AND e.date <= f.period
                   AND e.create_date <= f.known_at
                   AND e.bucket IN ('contract', 'approved_contract_changes')
                 WHERE f.state = 'approved' AND f.project_id = ANY(%s)
              GROUP BY f.id
                """,
                jobs.ids,
            )
        )

    @api.model
    def _get_physical_percents(self, jobs, facts):
        """The last approved forecast goes before what the field sees, that before the SOV.

        A forecast says earned value of its budget; the field its percent of each item; the SOV
        what is certified of it.
        """
        percents = super()._get_physical_percents(jobs, facts)
        percents.update(self._get_sheet_percents(jobs))
        forecasts = self.env["construction.forecast"].search(
            [("project_id", "in", jobs.ids), ("state", "=", "approved")]
        )
        for forecast in forecasts:
            if forecast.revised_budget and forecast.earned_value:
                earned = decimal(forecast.earned_value) / decimal(forecast.revised_budget)
                percents[forecast.project_id.id] = earned * 100
        return percents

    @api.model
    def _get_sheet_percents(self, jobs):
        """Return {job id: percent} of the last application of each owner's contract."""
        # SQL: the last application of each job in one pass
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (project_id) id FROM construction_owner_application
                 WHERE project_id = ANY(%s) AND step <> 'void'
              ORDER BY project_id, period_end DESC, number DESC
                """,
                jobs.ids,
            )
        )
        applications = self.env["construction.owner.application"].browse(row[0] for row in rows)
        value, done = defaultdict(Decimal), defaultdict(Decimal)
        for line in applications.line_ids:
            seen = line.field_percent if line.field_date else line.finance_percent
            value[line.project_id.id] += decimal(line.scheduled_value)
            done[line.project_id.id] += decimal(line.scheduled_value) * decimal(seen) / 100
        return {job: done[job] / total * 100 for job, total in value.items() if total > 0}

    @api.model
    def _get_owner_retention(self, jobs):
        """Return {job id: [(job id, Waiting)]} of what owners hold since the finish of the job."""
        groups = self.env["construction.cost.entry"]._read_group(
            [("project_id", "in", jobs.ids), ("bucket", "=", "owner_retention_held")],
            ["project_id"],
            ["amount:sum"],
        )
        return {
            job.id: [(job.id, Waiting(job.revised_finish_date, decimal(amount)))]
            for job, amount in groups
            if job.revised_finish_date and decimal(amount) > NOTHING
        }

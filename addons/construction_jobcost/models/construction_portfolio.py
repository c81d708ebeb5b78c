# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..core.cost_report import CONTRACT_BUCKETS
from ..core.portfolio import EMPTY, GOOD, OVER, RISK, health_sql

#: Columns of the cost report that are summed up by job.
SUMS = (
    "revised_budget",
    "committed",
    "open_commitment",
    "job_to_date",
    "estimate_at_completion",
    "over_under",
    "available",
)


class ConstructionPortfolio(models.Model):
    """One row per job with its figures: to compare, sort and chart jobs.

    Context ``as_of`` and ``known_at`` as in the cost report.
    """

    _name = "construction.portfolio"
    _description = "Job Portfolio"
    _auto = False
    _order = "job_code, id"
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    job_code = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Project Manager", readonly=True)
    job_status = fields.Selection(
        lambda self: self.env["project.project"]._fields["job_status"].selection,
        string="Status",
        readonly=True,
        group_expand=True,
    )
    date = fields.Date(string="Finish", readonly=True, help="As planned, without changes.")
    contract = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Original contract and approved changes."
    )
    revised_budget = fields.Monetary(readonly=True, aggregator="sum_currency")
    committed = fields.Monetary(readonly=True, aggregator="sum_currency")
    open_commitment = fields.Monetary(readonly=True, aggregator="sum_currency")
    job_to_date = fields.Monetary(string="Job to Date", readonly=True, aggregator="sum_currency")
    estimate_at_completion = fields.Monetary(
        string="Estimate at Completion", readonly=True, aggregator="sum_currency"
    )
    over_under = fields.Monetary(string="Over / Under", readonly=True, aggregator="sum_currency")
    available = fields.Monetary(readonly=True, aggregator="sum_currency")
    margin = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Contract less estimate at completion."
    )
    margin_percent = fields.Float(string="Margin (%)", readonly=True, aggregator=False)
    spent_percent = fields.Float(
        string="Spent (%)", readonly=True, aggregator=False, help="Job to date of revised budget."
    )
    health = fields.Selection(
        [(OVER, "Over Budget"), (RISK, "At Risk"), (GOOD, "On Budget"), (EMPTY, "No Budget Yet")],
        readonly=True,
        help="Over budget: a budget line will cost more than it has. At risk: the budget only "
        "suffices with changes that are not approved yet, or the job makes a loss.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT *, 100 * margin / NULLIF(contract, 0) AS margin_percent,
                   100 * job_to_date / NULLIF(revised_budget, 0) AS spent_percent,
                   %s AS health
              FROM (
                SELECT job.id, job.id AS project_id, job.job_code, job.company_id,
                       company.currency_id, job.partner_id, job.user_id, job.job_status, job.date,
                       %s,
                       COALESCE(owner.contract, 0) AS contract,
                       COALESCE(owner.contract, 0) - COALESCE(cost.estimate_at_completion, 0)
                           AS margin
                  FROM project_project job
                  JOIN res_company company ON company.id = job.company_id
             LEFT JOIN (%s) cost ON cost.project_id = job.id
             LEFT JOIN (%s) owner ON owner.project_id = job.id
                 WHERE job.is_job AND job.active
              ) figures
            """,
            SQL(health_sql()),
            SQL(", ").join(
                SQL("COALESCE(cost.%s, 0) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in SUMS
            ),
            self.env["construction.cost.report"]._query_jobs(),
            self._select_contract(),
        )

    @api.model
    def _select_contract(self):
        """The owner's side by job: it stands on the lines of the revenue type."""
        signed = CONTRACT_BUCKETS[:2]
        revenue = self.env["ir.model.data"]._xmlid_to_res_id(
            "construction_jobcost.cost_type_revenue", raise_if_not_found=True
        )
        return SQL(
            """
            SELECT line.project_id, SUM(e.amount) AS contract
              FROM construction_budget_line line
              JOIN construction_cost_entry e
                ON e.project_id = line.project_id AND e.budget_line_id = line.id
             WHERE line.cost_type_id = %s AND e.bucket IN %s%s
          GROUP BY line.project_id
            """,
            revenue,
            signed,
            self.env["construction.cost.entry"]._where_moment("e"),
        )

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_view_cockpit(self):
        """Open the cockpit of this job."""
        self.ensure_one()
        return self.project_id.action_view_cockpit()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from operator import add

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.cost_report import BUCKETS, COLUMN_NAMES, column_lists, sql_expression


class ConstructionCostReport(models.Model):
    """One row per budget line with every column of the job cost report.

    Context ``as_of`` (date) leaves out what counts from a later day, ``known_at`` (UTC
    datetime) what became known later; both include the given moment.
    """

    _name = "construction.cost.report"
    _description = "Job Cost Report"
    _auto = False
    _order = "project_id, cost_code_id, cost_type_id, phase_id, id"
    _rec_name = "budget_line_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    budget_line_id = fields.Many2one("construction.budget.line", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True)
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True)
    phase_id = fields.Many2one("construction.job.phase", readonly=True)
    original_budget = fields.Monetary(readonly=True, aggregator="sum_currency")
    budget_changes = fields.Monetary(readonly=True, aggregator="sum_currency")
    approved_changes = fields.Monetary(readonly=True, aggregator="sum_currency")
    revised_budget = fields.Monetary(
        readonly=True,
        aggregator="sum_currency",
        help="Original budget, budget changes, approved changes.",
    )
    pending_budget_changes = fields.Monetary(readonly=True, aggregator="sum_currency")
    projected_budget = fields.Monetary(readonly=True, aggregator="sum_currency")
    original_commitments = fields.Monetary(readonly=True, aggregator="sum_currency")
    approved_commitment_changes = fields.Monetary(readonly=True, aggregator="sum_currency")
    committed = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Approved orders and their approved changes."
    )
    pending_commitments = fields.Monetary(
        string="Pending Commitments and Changes",
        readonly=True,
        aggregator="sum_currency",
        help="Requested or in approval: requisitions and changes of commitments.",
    )
    pending_cost_changes = fields.Monetary(
        readonly=True,
        aggregator="sum_currency",
        help="Expected cost of changes that is neither in the budget nor in commitments yet.",
    )
    received = fields.Monetary(
        readonly=True,
        aggregator="sum_currency",
        help="Accepted goods, confirmed services and reached milestones at order price.",
    )
    invoiced = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Bills against commitments."
    )
    direct_cost = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Labor and other cost without a commitment."
    )
    accrued = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Accepted, not yet billed."
    )
    job_to_date = fields.Monetary(
        string="Job to Date",
        readonly=True,
        aggregator="sum_currency",
        help="Invoiced, direct cost and accrued.",
    )
    open_commitment = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Committed less invoiced."
    )
    projected_cost = fields.Monetary(
        readonly=True,
        aggregator="sum_currency",
        help="Committed, direct cost and pending: a bill on a commitment never counts twice.",
    )
    forecast_to_complete = fields.Monetary(
        string="Forecast to Complete",
        readonly=True,
        aggregator="sum_currency",
        help="What is left of the projected budget, line by line; with an approved forecast, "
        "what is left of its estimate.",
    )
    estimate_at_completion = fields.Monetary(
        string="Estimate at Completion", readonly=True, aggregator="sum_currency"
    )
    over_under = fields.Monetary(
        string="Over / Under",
        readonly=True,
        aggregator="sum_currency",
        help="Projected budget less estimate at completion; negative means over budget.",
    )
    retention_held = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Withheld less released, of what was billed."
    )
    retention_released = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Given back and billed: due for payment."
    )
    retention_paid = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Of what was released."
    )
    available = fields.Monetary(
        readonly=True, aggregator="sum_currency", help="Budget left for new requests."
    )

    @property
    def _table_query(self):
        return self._query_rows()

    @api.model
    def _query_rows(self):
        """Return the SQL of all rows as of the moment that the context asks for."""
        return self._query_entries(self.env["construction.cost.entry"]._where_moment("e"))

    @api.model
    def _query_entries(self, condition):
        """Return the SQL of the lines as sums of those of their entries ``e`` that meet it."""
        currency = SQL("company.currency_id")
        return SQL(
            "SELECT %s FROM %s WHERE %s",
            SQL(", ").join([*self._select(currency), *self._select_columns()]),
            self._from_entries(condition),
            self._where_line(),
        )

    @api.model
    def _select(self, currency):
        return [
            SQL("line.id AS id"),
            SQL("line.id AS budget_line_id"),
            SQL("line.company_id AS company_id"),
            SQL("%s AS currency_id", currency),
            SQL("line.project_id AS project_id"),
            SQL("line.cost_code_id AS cost_code_id"),
            SQL("line.cost_type_id AS cost_type_id"),
            SQL("line.phase_id AS phase_id"),
        ]

    @api.model
    def _select_columns(self):
        return [
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in self._get_column_expressions().items()
        ]

    @api.model
    def _get_column_expressions(self):
        """Return {column: SQL} over the bucket sums that ``_from_entries`` names."""
        sums = {bucket: f"entry.{bucket}" for bucket in BUCKETS}
        return {name: SQL(sql_expression(name, sums)) for name in COLUMN_NAMES}

    @api.model
    def _from_entries(self, condition):
        # lateral: a report of some jobs reads the entries of their lines by index only
        return SQL(
            """
            construction_budget_line line
            JOIN res_company company ON company.id = line.company_id
            CROSS JOIN LATERAL (
                SELECT %s FROM construction_cost_entry e
                 WHERE e.project_id = line.project_id AND e.budget_line_id = line.id%s
            ) entry
            """,
            SQL(", ").join(
                SQL(
                    "COALESCE(SUM(e.amount) FILTER (WHERE e.bucket = %s), 0) AS %s",
                    bucket,
                    SQL.identifier(bucket),
                )
                for bucket in BUCKETS
            ),
            condition,
        )

    @api.model
    def _where_line(self):
        """Return which lines are shown: a condition on a budget line, or its balance, ``line``."""
        return SQL("TRUE")

    @api.model
    def _query_jobs(self):
        """Return the SQL of every column by job: of the jobs with lines, named ``project_id``."""
        return self._sum_by_job(self._query_rows())

    @api.model
    def _sum_by_job(self, rows):
        return SQL(
            "SELECT project_id, %s FROM (%s) line GROUP BY project_id",
            SQL(", ").join(
                SQL("SUM(%s) AS %s", SQL.identifier(name), SQL.identifier(name))
                for name in COLUMN_NAMES
            ),
            rows,
        )

    @api.model
    def _get_job_columns(self, job, lines):
        """Return the values of each column in turn, of the ReportLines of one job.

        The same as the rows of this model, several times as fast. The caller projects what is
        stale and checks access.
        """
        buckets = {}
        for bucket, line_ids, amounts in self._read_job_sums(job):
            values = lines.place(line_ids, amounts)
            known = buckets.get(bucket)
            buckets[bucket] = list(map(add, known, values)) if known else values
        return column_lists(buckets, len(lines.ids)).values()

    @api.model
    def _read_job_sums(self, job):
        """Return [(bucket, budget lines, amounts)] of the job as of the report's moment.

        Lines and amounts are lists as texts: a row for each amount, or numbers, would take
        the driver longer than the sums take the database. What comes twice adds up.
        """
        return self.env.execute_query(
            self._select_job_sums(job, self.env["construction.cost.entry"]._where_moment("e"))
        )

    @api.model
    def _select_job_sums(self, job, condition):
        return SQL(
            """
            SELECT bucket, string_agg(line, ','), string_agg(amount, ',')
              FROM (SELECT e.bucket, e.budget_line_id::text AS line, SUM(e.amount)::text AS amount
                      FROM construction_cost_entry e
                     WHERE e.project_id = %s%s
                  GROUP BY e.budget_line_id, e.bucket) entry
          GROUP BY bucket
            """,
            job.id,
            condition,
        )

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    @api.model
    def _get_action(self, title, jobs):
        """Return the action that shows the report of these jobs; without any, of all."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_report_action"
        )
        if len(jobs) == 1:
            # grouping by job would hide the lines of the only one
            flat = self.env.ref("construction_jobcost.construction_cost_report_view_list")
            views = [(flat.id if kind == "list" else view, kind) for view, kind in action["views"]]
            action |= {"views": views, "view_id": False}
        domain = [("project_id", "in", jobs.ids)] if jobs else []
        return dict(action, name=title, display_name=title, domain=domain, context={})

    def action_view_entries(self):
        """Open the ledger entries that this row sums up."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        entries = self.env["construction.cost.entry"]
        domain = Domain("budget_line_id", "=", self.budget_line_id.id)
        domain &= entries._get_moment_domain()
        name = self.budget_line_id.display_name
        return dict(
            action,
            domain=list(domain),
            context={"search_default_group_bucket": 1},
            display_name=name,
        )

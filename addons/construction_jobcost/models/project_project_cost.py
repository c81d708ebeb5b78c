# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from sys import intern

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ..core.cost_report import KEYS, ReportRow
from ..core.report_lines import ReportLines

SHOWN = ("revised_budget", "committed", "job_to_date", "over_under", "available")


class ProjectProject(models.Model):
    """The figures of a job, read from its cost report."""

    _inherit = "project.project"

    job_revised_budget = fields.Monetary(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )
    job_committed = fields.Monetary(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )
    job_cost_to_date = fields.Monetary(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )
    job_over_under = fields.Monetary(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )
    job_available = fields.Monetary(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )
    job_cost_ids = fields.One2many(
        "construction.cost.report",
        "project_id",
        string="Cost by Code",
        readonly=True,
        groups="construction_jobcost.group_job_cost_user",
    )
    job_cost_percent = fields.Float(
        compute="_compute_job_figures", groups="construction_jobcost.group_job_cost_user"
    )

    @api.depends_context("as_of", "known_at")
    def _compute_job_figures(self):
        rows = self.env["construction.cost.report.job"]._read_group(
            [("project_id", "in", self.ids)],
            ["project_id"],
            [f"{name}:sum" for name in SHOWN],
        )
        figures = {project.id: sums for project, *sums in rows}
        for job in self:
            budget, committed, cost, over_under, available = figures.get(job.id, (0,) * len(SHOWN))
            job.job_revised_budget = budget
            job.job_committed = committed
            job.job_cost_to_date = cost
            job.job_over_under = over_under
            job.job_available = available
            job.job_cost_percent = 100 * cost / budget if budget else 0

    def _get_job_cost(self, as_of=None, known_at=None, cost_code=None, cost_type=None):
        """Return the cost report of this job, a row per budget line in the order of the codes.

        as_of: date, known_at: UTC datetime, both inclusive; cost_code, cost_type: codes.
        Each ReportRow has budget_line_id, cost_code, cost_type, phase (codes; phase None without),
        description and every report column as Decimal in the company's currency.
        Raises AccessError when the user may not read the job or the cost report.
        """
        self.ensure_one()
        report = self.env["construction.cost.report"].with_context(as_of=as_of, known_at=known_at)
        self.check_access("read")
        report.check_access("read")
        self.env["construction.cost.entry"]._project_stale()
        lines = self._get_job_cost_lines(*self._get_job_cost_extent())
        figures = report._get_job_columns(self, lines)
        rows = list(map(ReportRow._make, zip(*lines.keys, *figures, strict=True)))
        return self._filter_job_cost(rows, cost_code=cost_code, cost_type=cost_type)

    @api.model
    def _filter_job_cost(self, rows, **codes):
        """Return the rows that have each of the codes that are given."""
        for name, code in codes.items():
            if code:
                rows = [row for row in rows if row[name] == code]
        return rows

    def _get_job_cost_extent(self):
        """Return (number of the job's budget lines, the last of them): budget lines only come."""
        return self.env.execute_query(
            SQL(
                "SELECT COUNT(*), MAX(id) FROM construction_budget_line WHERE project_id = %s",
                self.id,
            )
        )[0]

    @ormcache("self.id", "count", "last", "self.env.lang")
    def _get_job_cost_lines(self, count, last):
        """Return the ReportLines of the job, with a list for each of KEYS.

        Kept until a line comes (count, last) or a code is named otherwise
        (``construction.analytic.dimension``).
        """
        rows = self._select_job_cost_lines()
        keys = [list(values) for values in zip(*rows, strict=True)] or [[] for _key in KEYS]
        for values in keys[1:]:
            # many jobs share their codes
            values[:] = (text and intern(text) for text in values)
        return ReportLines(keys)

    def _select_job_cost_lines(self):
        """Return [(budget line id, code, type, phase, description)] in the order of the report."""
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, code.code, type.code, phase.code, %(description)s
                  FROM construction_budget_line line
                  JOIN construction_cost_code code ON code.id = line.cost_code_id
                  JOIN construction_cost_type type ON type.id = line.cost_type_id
             LEFT JOIN construction_job_phase phase ON phase.id = line.phase_id
                 WHERE line.project_id = %(job)s AND %(shown)s
              ORDER BY code.code, type.sequence, type.code, phase.code NULLS FIRST, line.id
                """,
                description=self.env["construction.cost.code"]._field_to_sql("code", "name"),
                job=self.id,
                shown=self.env["construction.cost.report"]._where_line(),
            )
        )

    def action_view_cost_report(self):
        """Open the cost report of this job."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "construction_jobcost.construction_cost_report_action_tree"
        )
        return dict(action, context={"active_id": self.id})

    def action_view_cost_entries(self):
        """Open the ledger of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={},
            display_name=self.env._("Ledger of %(job)s", job=self.job_code),
        )

    def action_view_estimates(self):
        """Open the budgets of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_estimate_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
            display_name=self.env._("Budgets of %(job)s", job=self.job_code),
        )

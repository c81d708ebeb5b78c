# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.cost_report import BUCKETS, COLUMN_NAMES, column_buckets, sql_expression
from ..core.timing import after_second


class ConstructionCostRestatement(models.Model):
    """What the cost report said at one moment and says at a later one.

    One row per budget line and column whose value differs. Context: ``known_from`` and
    ``known_to`` (UTC datetimes, both included in what was known then), ``as_of`` (date, leaves
    out what counts from a later day). Without ``known_from`` nothing was known before,
    without ``known_to`` all of today is. Amounts in company currency.
    """

    _name = "construction.cost.restatement"
    _description = "Restatement"
    _auto = False
    _order = "project_id, cost_code_id, cost_type_id, id"
    _rec_name = "budget_line_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    budget_line_id = fields.Many2one("construction.budget.line", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True)
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True)
    phase_id = fields.Many2one("construction.job.phase", readonly=True)
    column = fields.Selection("_selection_column", readonly=True)
    amount_before = fields.Monetary(string="Known Before", readonly=True, aggregator="sum")
    amount_after = fields.Monetary(string="Known After", readonly=True, aggregator="sum")
    amount_change = fields.Monetary(string="Difference", readonly=True, aggregator="sum")

    @api.model
    def _selection_column(self):
        report = self.env["construction.cost.report"]
        labels = report.fields_get(COLUMN_NAMES, ["string"])
        return [(name, labels[name]["string"]) for name in COLUMN_NAMES]

    @api.model
    def _get_interval(self):
        """Return (before, until): knowledge from ``before`` on and before ``until`` is new."""
        moments = (
            fields.Datetime.to_datetime(self.env.context.get(name))
            for name in ("known_from", "known_to")
        )
        return tuple(after_second(moment) if moment else None for moment in moments)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id * 100 + col.number AS id, line.company_id, company.currency_id,
                   line.id AS budget_line_id, line.project_id, line.cost_code_id,
                   line.cost_type_id, line.phase_id, col.name AS "column",
                   col.before AS amount_before, col.after AS amount_after,
                   col.after - col.before AS amount_change
              FROM (SELECT DISTINCT e.budget_line_id
                      FROM construction_cost_entry e WHERE %(new)s%(cut)s) touched
              JOIN construction_budget_line line ON line.id = touched.budget_line_id
              JOIN res_company company ON company.id = line.company_id
             CROSS JOIN LATERAL (
                   SELECT %(sums)s
                     FROM construction_cost_entry e
                    WHERE e.budget_line_id = line.id%(cut)s) sums
             CROSS JOIN LATERAL (VALUES %(columns)s) AS col (number, name, before, after)
             WHERE col.before <> col.after
            """,
            new=self._where_new(),
            cut=self._where_cut(),
            sums=self._select_sums(),
            columns=self._select_columns(),
        )

    @api.model
    def _where_new(self):
        return SQL("TRUE%s%s", self._where_after(), self._where_until())

    @api.model
    def _where_after(self):
        before, _until = self._get_interval()
        return SQL(" AND e.create_date >= %s", before) if before else SQL()

    @api.model
    def _where_until(self):
        _before, until = self._get_interval()
        return SQL(" AND e.create_date < %s", until) if until else SQL()

    @api.model
    def _where_cut(self):
        as_of = fields.Date.to_date(self.env.context.get("as_of"))
        return SQL(" AND e.date <= %s", as_of) if as_of else SQL()

    @api.model
    def _select_sums(self):
        before, _until = self._get_interval()
        ends = {
            "before": SQL(" AND e.create_date < %s", before) if before else SQL(" AND FALSE"),
            "after": self._where_until(),
        }
        return SQL(", ").join(
            SQL(
                "COALESCE(SUM(e.amount) FILTER (WHERE e.bucket = %s%s), 0) AS %s",
                bucket,
                condition,
                SQL.identifier(f"{bucket}_{end}"),
            )
            for end, condition in ends.items()
            for bucket in BUCKETS
        )

    @api.model
    def _select_columns(self):
        before, after = (
            {bucket: f"sums.{bucket}_{end}" for bucket in BUCKETS} for end in ("before", "after")
        )
        return SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s)",
                number,
                name,
                SQL(sql_expression(name, before)),
                SQL(sql_expression(name, after)),
            )
            for number, name in enumerate(COLUMN_NAMES)
        )

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_view_entries(self):
        """Open the entries that became known in between and make the difference."""
        self.ensure_one()
        before, until = self._get_interval()
        domain = Domain("budget_line_id", "=", self.budget_line_id.id)
        domain &= Domain("bucket", "in", column_buckets(self.column))
        domain &= Domain("create_date", ">=", before) if before else Domain.TRUE
        domain &= Domain("create_date", "<", until) if until else Domain.TRUE
        as_of = fields.Date.to_date(self.env.context.get("as_of"))
        domain &= Domain("date", "<=", as_of) if as_of else Domain.TRUE
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        name = self.budget_line_id.display_name
        return dict(action, domain=list(domain), context={}, display_name=name)

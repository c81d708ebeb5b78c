# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core.cost_report import COLUMN_NAMES


class ConstructionCostReport(models.Model):
    """Today's figures are read from their balances, with what was recorded since."""

    _inherit = "construction.cost.report"

    @api.model
    def _query_rows(self):
        if self._is_past():
            return super()._query_rows()
        # a transaction sees mark, balances and entries as of one moment
        entry_id, line_id = self.env["construction.cost.balance"]._get_mark()
        return SQL(
            "%s UNION ALL %s",
            self._query_balances(entry_id),
            self._query_recorded(entry_id, line_id),
        )

    @api.model
    def _is_past(self):
        """Tell whether a moment is asked for that no balance is kept of."""
        return any(self.env["construction.cost.entry"]._get_moment())

    @api.model
    def _query_balances(self, entry_id):
        """Return the SQL of the lines on which nothing was recorded since."""
        columns = [SQL("line.%s", SQL.identifier(name)) for name in COLUMN_NAMES]
        return SQL(
            """
            SELECT %s FROM construction_cost_balance line
             WHERE NOT EXISTS (
                   SELECT 1 FROM construction_cost_entry e
                    WHERE e.budget_line_id = line.id AND e.id > %s) AND %s
            """,
            SQL(", ").join([*self._select(SQL("line.currency_id")), *columns]),
            entry_id,
            self._where_line(),
        )

    @api.model
    def _query_recorded(self, entry_id, line_id):
        """Return the SQL of the lines on which something was recorded since, and of new lines."""
        return SQL(
            """
            %s AND line.id IN (
                SELECT e.budget_line_id FROM construction_cost_entry e WHERE e.id > %s
                 UNION ALL
                SELECT l.id FROM construction_budget_line l WHERE l.id > %s)
            """,
            self._query_entries(SQL()),
            entry_id,
            line_id,
        )

    @api.model
    def _query_jobs(self):
        """Jobs as they were rolled up, with what since became of some of their lines."""
        if self._is_past():
            return super()._query_jobs()
        entry_id, line_id = self.env["construction.cost.balance"]._get_mark()
        return self._sum_by_job(
            SQL(
                "SELECT * FROM construction_cost_job_balance"
                " UNION ALL SELECT line.project_id, %s FROM construction_cost_balance line"
                " WHERE line.id IN ("
                "     SELECT e.budget_line_id FROM construction_cost_entry e WHERE e.id > %s)"
                " AND %s"
                " UNION ALL SELECT line.project_id, %s FROM (%s) line",
                SQL(", ").join(SQL("- line.%s", SQL.identifier(name)) for name in COLUMN_NAMES),
                entry_id,
                self._where_line(),
                SQL(", ").join(SQL("line.%s", SQL.identifier(name)) for name in COLUMN_NAMES),
                self._query_recorded(entry_id, line_id),
            )
        )

    @api.model
    def _read_job_sums(self, job):
        if self._is_past():
            return super()._read_job_sums(job)
        # the mark as a number: the plan depends on how few entries are later
        entry_id, _line_id = self.env["construction.cost.balance"]._get_mark()
        return self.env.execute_query(
            SQL(
                """
                SELECT bucket, line_ids, amounts FROM construction_cost_job_sum
                 WHERE project_id = %s UNION ALL (%s)
                """,
                job.id,
                self._select_job_sums(job, SQL(" AND e.id > %s", entry_id)),
            )
        )

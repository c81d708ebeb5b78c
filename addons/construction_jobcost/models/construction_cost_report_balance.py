# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core.cost_report import COLUMN_NAMES


class ConstructionCostReport(models.Model):
    """Rows of today are read from their balances where nothing was recorded since."""

    _inherit = "construction.cost.report"

    @api.model
    def _query_rows(self):
        if any(self.env["construction.cost.entry"]._get_moment()):
            return super()._query_rows()
        # a transaction sees mark, balances and entries as of one moment
        entry_id, line_id = self.env["construction.cost.balance"]._get_mark()
        return SQL(
            "%s UNION ALL %s",
            self._query_balances(entry_id),
            self._query_recorded(entry_id, line_id),
        )

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

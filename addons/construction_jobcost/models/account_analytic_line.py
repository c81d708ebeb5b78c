# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..core.projection import Projected

PLANS = ("cost_code", "cost_type", "phase")


class AccountAnalyticLine(models.Model):
    """Timesheets and other analytic lines of a job that no journal item stands behind."""

    _name = "account.analytic.line"
    _inherit = ["account.analytic.line", "construction.cost.source"]
    _cost_versioned = False

    def _get_coding_columns(self):
        """Return the analytic columns of job, cost code, cost type and phase."""
        plans = [self.env.ref(f"construction_jobcost.analytic_plan_{name}") for name in PLANS]
        # Sudo: the plan of a column is structure, not data of the user.
        return ["account_id", *(plan.sudo()._column_name() for plan in plans)]

    def _cost_trigger_fields(self):
        return frozenset(
            {"date", "amount", "unit_amount", "product_uom_id", "move_line_id"}
            | {*self._get_coding_columns()}
        )

    def _get_cost_sweep_domain(self):
        return [("account_id.project_ids.is_job", "=", True), ("move_line_id", "=", False)]

    def _get_cost_projection(self):
        columns = [SQL.identifier(name) for name in self._get_coding_columns()]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, date, amount, unit_amount, product_uom_id, ARRAY[%s]
                  FROM account_analytic_line
                 WHERE id = ANY(%s) AND move_line_id IS NULL AND account_id IS NOT NULL
                """,
                SQL(", ").join(columns),
                self.ids,
            )
        )
        keys = self.env["construction.cost.key"]._keys_of_accounts([row[5] for row in rows])
        result = {}
        for (line_id, day, amount, quantity, uom_id, _accounts), key in zip(
            rows, keys, strict=True
        ):
            if key:
                cost, count = -Decimal(str(amount)), Decimal(str(quantity or 0))
                result[line_id] = [Projected("direct_cost", key, day, cost, count, uom_id or 0)]
        return result

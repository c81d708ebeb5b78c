# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.reallocation import share
from ..core.values import decimal

#: Buckets of cost that was recorded and may belong elsewhere.
MOVABLE = ("direct_cost", "invoiced")


class ConstructionCostReallocationLine(models.Model):
    """How much of a cost there is, how much of it is moved, and what is left."""

    _inherit = "construction.cost.reallocation.line"

    @api.depends("entry_id", "amount", "state")
    def _compute_source(self):
        costs, left = self._get_costs(), self._get_left()
        for line in self:
            amount, quantity = costs[line.id]
            line.source_amount, line.source_quantity = float(amount), float(quantity)
            line.left_amount = float(left[line.id])

    @api.depends("entry_id", "method", "value")
    def _compute_amount(self):
        costs = self._get_costs()
        for line in self:
            rounding = decimal(line.company_id.currency_id.rounding or 0.01)
            amount, quantity = share(line.method, decimal(line.value), costs[line.id], rounding)
            line.amount, line.quantity = float(amount), float(quantity)

    # What there is ----------------------------------------------------------------------------

    def _get_costs(self):
        """Return {id: (amount, quantity)} of the whole costs, exact, as the ledger has them."""
        # SQL: exact decimals of costs chosen by one of their entries, in one statement
        rows = self.env.execute_query(
            SQL(
                """
                SELECT chosen.id, SUM(e.amount)::text, SUM(e.quantity)::text
                  FROM construction_cost_entry chosen
                  JOIN construction_cost_entry e ON e.source_model = chosen.source_model
                   AND e.source_id = chosen.source_id
                   AND e.budget_line_id = chosen.budget_line_id
                 WHERE chosen.id = ANY(%s) AND e.bucket IN %s
              GROUP BY chosen.id
                """,
                self.entry_id.ids,
                MOVABLE,
            )
        )
        found = {row[0]: (Decimal(row[1]), Decimal(row[2])) for row in rows}
        nothing = (Decimal(0), Decimal(0))
        return {line.id: found.get(line.entry_id.id, nothing) for line in self}

    def _get_left(self):
        """Return {id: amount} of each cost that other lines leave: submitted or approved ones."""
        costs = self._get_costs()
        # Sudo: what somebody else moved is moved, whether the user sees it or not.
        others = self.sudo().search(
            Domain("source_id", "in", self.mapped("source_id"))
            & Domain("source_model", "in", self.mapped("source_model"))
            & Domain("reallocation_id.state", "in", ("submitted", "approved"))
        )
        return {
            line.id: costs[line.id][0]
            - sum(
                (decimal(one.amount) for one in others if one._is_other_part_of(line)), Decimal(0)
            )
            for line in self
        }

    def _is_other_part_of(self, line):
        return self.id != line._origin.id and all(
            self[name] == line[name] for name in ("source_model", "source_id", "budget_line_id")
        )

    def _serialize(self):
        """Let of two transactions that move the same costs at the same moment one fail.

        What the costs amount to now is in the ledger afterwards.
        """
        self.env["construction.cost.entry"]._project_before_reading()
        self.env.flush_all()
        for model, lines in self.grouped("source_model").items():
            self.env["construction.cost.source.version"]._bump(
                f"{self._name}.{model}", sorted(set(lines.mapped("source_id")))
            )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models

from ..core.values import decimal

BASELINE = "construction_jobcost.purchase.order.baseline"
#: What a line is committed for, and for whom.
WATCHED = frozenset({"price_subtotal", "analytic_distribution", "order_id"})


class Baseline(NamedTuple):
    """What a line was committed for before the transaction; amount in company currency."""

    order_id: int
    coding: dict
    amount: Decimal


class PurchaseOrderLine(models.Model):
    """Raising a confirmed order asks for budget, however it is raised.

    What the database holds at the first change in a transaction is kept with the transaction,
    and compared before it ends.
    """

    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line.order_id.state == "purchase")
        for line in added._filter_budget_checked():
            added._get_baselines()[line.id] = Baseline(line.order_id.id, {}, decimal(0))
        return lines

    def _write_multi(self, vals_list):
        if any(not WATCHED.isdisjoint(vals) for vals in vals_list):
            self._note_commitment()
        return super()._write_multi(vals_list)

    def unlink(self):
        self._note_commitment()
        return super().unlink()

    def _filter_budget_checked(self):
        policies = self.env["construction.budget.policy"]
        return self.filtered(lambda line: policies._has_any(line.company_id, "order"))

    @api.model
    def _get_baselines(self):
        """Return the transaction's {line id: Baseline}."""
        precommit = self.env.cr.precommit
        if BASELINE not in precommit.data:
            precommit.data[BASELINE] = {}
            precommit.add(self.env["purchase.order"]._check_raised)
        return precommit.data[BASELINE]

    def _note_commitment(self):
        """Keep what lines of confirmed orders are committed for, unless it is kept already."""
        known = self.env.cr.precommit.data.get(BASELINE, {})
        lines = self.filtered(lambda line: line.id not in known)._filter_budget_checked()
        if not lines:
            return
        # SQL: the database still holds what the cache has lost
        self.env.cr.execute(
            """
            SELECT line.id, line.order_id, line.analytic_distribution, line.price_subtotal,
                   purchase.currency_rate
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
             WHERE line.id = ANY(%s) AND purchase.state = 'purchase'
            """,
            [lines.ids],
        )
        companies = {line.id: line.company_id for line in lines}
        for line_id, order_id, coding, subtotal, rate in self.env.cr.fetchall():
            amount = companies[line_id].currency_id.round(float(subtotal or 0) / (rate or 1.0))
            self._get_baselines()[line_id] = Baseline(order_id, coding or {}, decimal(amount))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ..core.values import decimal
from .purchase_order_line_raise import BASELINE


class PurchaseOrder(models.Model):
    """The budget check of an order that was not requested, or is more than was."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.budget.checked"]
    _budget_document = "order"

    def _get_budget_requests(self):
        """Of an order that takes effect its cost, of a confirmed one what it is raised by."""
        confirmed = self.filtered(lambda order: order.state == "purchase")
        return (self - confirmed)._get_entering() | confirmed._get_raised()

    def _get_budget_counted(self):
        # an order that waits for its approval is pending, one that was raised is committed
        waiting = self.filtered(lambda order: order.state == "to approve")
        confirmed = self.filtered(lambda order: order.state == "purchase")
        return waiting._get_entering() | confirmed._get_raised()

    def _get_entering(self):
        """Return {order: [(CostKey, Decimal)]} of orders that are not confirmed yet."""
        lines = self.order_line.filtered(lambda r: not r.display_type and r.analytic_distribution)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        asked = lines._get_unrequested_amounts()
        result = {order: [] for order in self}
        for line, coding in zip(lines, parts, strict=True):
            result[line.order_id] += line._share_out(asked[line], coding)
        return result

    def _get_raised(self):
        """Return {order: [(CostKey, Decimal)]}: by what confirmed orders are raised, and where.

        Compared with what was committed when the transaction began to change them.
        """
        known = self.env.cr.precommit.data.get(BASELINE, {})
        before = {line_id: base for line_id, base in known.items() if base.order_id in self.ids}
        lines = self.order_line.filtered(lambda line: line.id in before)
        now = {
            line: (line.analytic_distribution, decimal(line._get_net_amount())) for line in lines
        }
        result = defaultdict(list)
        for sign, changes in (
            (1, [(line.order_id, *facts) for line, facts in now.items()]),
            (-1, [(self.browse(base.order_id), *base[1:]) for base in before.values()]),
        ):
            parts = self.env["construction.cost.key"]._parse([coding for _o, coding, _a in changes])
            for (order, _coding, amount), coding in zip(changes, parts, strict=True):
                shares = order.order_line.browse()._share_out(amount, coding, order.company_id)
                result[order] += [(key, sign * share) for key, share in shares]
        return dict(result)

    def _budget_stop_message(self, stops):
        if self.state != "purchase":
            return super()._budget_stop_message(stops)
        return self.env._(
            "%(order)s would go over budget:\n%(lines)s\nLower it, transfer budget, or enter a "
            "commitment change, which can be released.",
            order=self.display_name,
            lines=self._describe_overruns(stops),
        )

    def _write_multi(self, vals_list):
        if any("currency_rate" in vals for vals in vals_list):
            self.order_line._note_commitment()
        return super()._write_multi(vals_list)

    def _check_raised(self):
        """Judge, before the transaction ends, the orders that it raised."""
        known = self.env.cr.precommit.data.get(BASELINE, {})
        # Sudo: what is judged is what was written, not what its writer may read.
        orders = self.sudo().browse({base.order_id for base in known.values()}).exists()
        try:
            orders.filtered(lambda order: order.state == "purchase")._check_budget()
        finally:
            self.env.cr.precommit.data.pop(BASELINE, None)

    def _check_raise(self):
        """Judge what was edited on these confirmed orders up to now."""
        self.order_line.flush_recordset()
        self._check_budget()
        self._accept_raise()

    def _accept_raise(self):
        """Take what the orders cost now for committed: it was judged with another document."""
        self.order_line.flush_recordset()
        known = self.env.cr.precommit.data.get(BASELINE, {})
        for line_id in [line_id for line_id, base in known.items() if base.order_id in self.ids]:
            del known[line_id]

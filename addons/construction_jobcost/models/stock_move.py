# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core.accrual import allocated_steps
from ..core.projection import Projected
from ..core.values import decimal, local_day


class StockMove(models.Model):
    """Receipts and returns of ordered goods."""

    _name = "stock.move"
    _inherit = ["stock.move", "construction.cost.source"]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {"state", "quantity", "product_uom", "purchase_line_id", "date", "to_refund"}
        )

    @api.model
    def _get_cost_sweep_domain(self):
        return [("state", "=", "done"), ("purchase_line_id", "!=", False)]

    def write(self, vals):
        if "purchase_line_id" in vals:
            # the order line left behind counts these receipts no longer
            self.env["construction.cost.entry"]._mark_stale(self.purchase_line_id)
        return super().write(vals)

    def unlink(self):
        self.env["construction.cost.entry"]._mark_stale(self.purchase_line_id)
        return super().unlink()

    def _get_cost_documents(self):
        return {
            move.id: ("stock.picking", move.picking_id.id, move.picking_id.name or move.reference)
            for move in self
        }

    def _get_cost_projection(self):
        """Goods accepted from the vendor at the order's price; returns negative."""
        quantities = {move: move._get_received_quantity() for move in self}
        moves = self.filtered(lambda move: quantities[move])
        parts = self.env["construction.cost.key"]._parse(
            moves.purchase_line_id.mapped("analytic_distribution")
        )
        codings = dict(zip(moves.purchase_line_id, parts, strict=True))
        return {
            move.id: move._project_receipt(codings[move.purchase_line_id], quantities[move])
            for move in moves
        }

    def _project_receipt(self, coding, quantity):
        line, day = self.purchase_line_id, self._get_cost_day()
        coding = [(key, percent) for key, percent in coding if percent > 0]
        bucket = self.env["construction.cost.rule"]._get_bucket("stock.move", self.state)
        if not coding or not bucket:
            return []
        amount = quantity * line._get_net_price() * sum(p for _key, p in coding) / 100
        rounding = decimal(line.company_id.currency_id.rounding)
        steps = allocated_steps([(day, amount)], [p for _key, p in coding], rounding)
        return [
            Projected(
                bucket,
                key,
                day,
                sum((value for _day, value in part), decimal(0)),
                quantity * percent / 100,
                line.product_uom_id.id,
            )
            for (key, percent), part in zip(coding, steps, strict=True)
        ]

    def _get_cost_day(self):
        """Return the day of the move in the company's time zone."""
        return local_day(self.date, self.company_id.partner_id.tz)

    def _get_received_quantity(self):
        """Return what the move adds to the received quantity of its order line (Decimal).

        In the order line's unit, by the same rules as the order line's own received quantity.
        """
        self.ensure_one()
        line = self.purchase_line_id
        if self.state != "done" or not line or line.product_id != self.product_id:
            return decimal(0)
        origin, back = self.origin_returned_move_id, self._is_purchase_return()
        if origin and self._is_exchange(back):
            return decimal(0)
        sign = -1 if back else 1
        return sign * decimal(
            self.product_uom._compute_quantity(
                self.quantity, line.product_uom_id, rounding_method="HALF-UP"
            )
        )

    def _is_exchange(self, back):
        """Tell whether a move that undoes another one leaves the received quantity as it is."""
        origin = self.origin_returned_move_id
        if back or origin._is_purchase_return():
            return not self.to_refund
        return origin._is_dropshipped() and not self._is_dropshipped_returned()

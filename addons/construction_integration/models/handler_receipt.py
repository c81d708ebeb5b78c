# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import models

from odoo.addons.construction_connector_base.core.types import to_utc
from odoo.addons.construction_jobcost.core.receipt import ReceiptLine
from odoo.addons.construction_jobcost.core.values import local_day


class HandlerReceipt(models.AbstractModel):
    """`goods.received`: receipts of an approved order, partial ones leave a backorder."""

    _name = "construction.handler.receipt"
    _inherit = "construction.handler"
    _description = "Receipt Message Handler"

    def _resolve(self, items):
        reference = self._reference()
        reference._resolve_existing(items, "receipt", lambda item: [self._document(item)])
        self._drop_repeated(items, "receipt")
        reference._resolve_orders(items, lambda item: [item.data.purchase_order])
        reference._resolve_uoms(items, lambda item: [line.uom for line in item.data.lines])
        for item in items:
            if item.is_open:
                self._resolve_lines(item)

    def _resolve_lines(self, item):
        """`item.refs["order_line"]`: the order line of each receipt line."""
        orders = item.refs["order"][item.data.purchase_order]
        lines = {line.line_ref: line for line in orders.order_line if line.line_ref}
        item.refs["order_line"] = lines
        unknown = [line.line_id for line in item.data.lines if line.line_id not in lines]
        if unknown:
            item.stop(
                "order.unknown_line",
                self.env._(
                    "%(order)s has no line %(lines)s. Have the sender correct the line id.",
                    order=", ".join(orders.mapped("name")),
                    lines=", ".join(unknown),
                ),
            )

    def _gate(self, items):
        self._check_precision(items, {"quantity": "Product Unit"})
        accepted = defaultdict(Decimal)
        for item in items:
            self._check_units(item)
            self._check_substitutes(item)
            self._check_open_quantities(item, accepted)
        self._check_signed_months(items, self._receipt_day)

    def _receipt_day(self, item):
        zone = self.env.company.partner_id.tz
        return local_day(to_utc(item.data.received_at), zone)

    def _check_units(self, item):
        for line in item.data.lines:
            order_line = item.refs["order_line"][line.line_id]
            if item.is_open and item.refs["uom"][line.uom] != order_line.product_uom_id:
                item.stop(
                    "uom.mismatch",
                    self.env._(
                        "Line %(line)s was delivered in %(given)s but ordered in %(ordered)s. "
                        "Have the sender give the quantity in the unit of the order.",
                        line=line.line_id,
                        given=line.uom,
                        ordered=order_line.product_uom_id.name,
                    ),
                )

    def _check_substitutes(self, item):
        for line in item.data.lines:
            ordered = item.refs["order_line"][line.line_id].product_id.default_code
            if item.is_open and line.substitute_item_code not in (None, ordered):
                item.stop(
                    "receipt.substitute",
                    self.env._(
                        "Line %(line)s: %(substitute)s was delivered instead of %(ordered)s. Agree "
                        "the substitution on the order first.",
                        line=line.line_id,
                        substitute=line.substitute_item_code,
                        ordered=ordered or line.line_id,
                    ),
                )

    def _check_open_quantities(self, item, accepted):
        """Receipts of a bulk add up: each leaves less open for the next.

        :param accepted: {order line: quantity accepted earlier in this bulk}, brought up to date
        """
        if not item.is_open:
            return
        over = []
        for line in item.data.lines:
            order_line = item.refs["order_line"][line.line_id]
            left = (
                Decimal(str(order_line.product_qty))
                - Decimal(str(order_line.qty_received))
                - accepted[order_line]
            )
            if self._accepted(line) > left:
                over.append((line, left))
        if over and item.stop("receipt.over_ordered", self._over_text(item, over)):
            return
        for line in item.data.lines:
            accepted[item.refs["order_line"][line.line_id]] += self._accepted(line)

    def _over_text(self, item, over):
        parts = [
            self.env._(
                "line %(line)s: %(accepted)s accepted, %(left)s open",
                line=line.line_id,
                accepted=self._accepted(line),
                left=left.normalize(),
            )
            for line, left in over
        ]
        return self.env._(
            "Receipt %(number)s brings more than is open on %(order)s (%(lines)s). Raise the "
            "order, or override to accept the surplus.",
            number=self._document(item),
            order=item.data.purchase_order,
            lines="; ".join(parts),
        )

    @staticmethod
    def _accepted(line):
        return line.quantity - (line.rejected_quantity or 0)

    def _apply(self, items):
        receipts = []
        for item in items:
            orders = item.refs["order"][item.data.purchase_order]
            self._accept_surplus(item)
            documents = orders._receive(
                self._prepare_receipt_lines(item), self._document(item), final=item.data.final
            )
            receipts.append(documents[:1] or orders[:1])
            item.add_document(documents[1:])
        self._register_documents(items, "receipt", receipts)

    def _accept_surplus(self, item):
        """What passed the gate with more than is open was accepted by who overrode it there."""
        for line in item.data.lines:
            order_line = item.refs["order_line"][line.line_id]
            received = order_line.qty_received + float(self._accepted(line))
            if received > order_line.product_qty:
                order_line._accept_over_receipt(received, self._document(item))

    def _prepare_receipt_lines(self, item):
        moment = to_utc(item.data.received_at)
        place = item.data.location and self.env._("Delivered to %s.", item.data.location)
        return [
            ReceiptLine(
                order_line_id=item.refs["order_line"][line.line_id].id,
                quantity=self._accepted(line),
                date=moment,
                note=" ".join(filter(None, (place, line.note))),
            )
            for line in item.data.lines
        ]

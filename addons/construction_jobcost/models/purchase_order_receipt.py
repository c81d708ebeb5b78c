# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """Booking what the site received."""

    _inherit = "purchase.order"

    @api.model
    def _receive(self, receipts, reference=None, final=False):
        """Book [ReceiptLine] on confirmed orders; return the validated stock.picking records.

        Goods: open incoming transfers are validated with exactly these quantities and the rest
        stays open; more than ordered is booked as it came. Services: the quantity is confirmed
        on the line. final: what is left of these orders is not expected any more.
        Raises UserError for a line that is not on a confirmed order.
        """
        lines = self.env["purchase.order.line"].browse(
            {receipt.order_line_id for receipt in receipts}
        )
        self._check_receivable(lines)
        receipts = [receipt for receipt in receipts if receipt.quantity]
        goods = defaultdict(list)
        services = []
        for receipt in receipts:
            line = lines.browse(receipt.order_line_id)
            if line.qty_received_method == "stock_moves":
                goods[line.order_id].append(receipt)
            else:
                services.append(receipt)
        lines._confirm_services(services, reference)
        pickings = self.env["stock.picking"]
        for order, items in goods.items():
            pickings |= order._receive_goods(items, reference, final)
        if final:
            open_pickings = lines.order_id.picking_ids.filtered(
                lambda picking: picking.state not in ("done", "cancel")
            )
            open_pickings.action_cancel()
        return pickings

    def _check_receivable(self, lines):
        for line in lines.exists():
            if line.state != "purchase" or line.display_type:
                raise UserError(
                    self.env._(
                        "%(order)s is not a confirmed order, so nothing can be received on it. "
                        "Confirm the order first.",
                        order=line.order_id.display_name,
                    )
                )
        if lines - lines.exists():
            raise UserError(self.env._("The receipt names order lines that do not exist any more."))

    def _receive_goods(self, receipts, reference, final):
        """Validate the open transfers of one order with these quantities."""
        self.ensure_one()
        quantities, moments, notes = defaultdict(float), {}, defaultdict(list)
        for receipt in receipts:
            quantities[receipt.order_line_id] += float(receipt.quantity)
            moments[receipt.order_line_id] = receipt.date or fields.Datetime.now()
            notes[receipt.order_line_id].append(receipt.note)
        picked = self.env["stock.move"]
        for line in self.order_line.filtered(lambda line: line.id in quantities):
            picked |= line._pick_moves(quantities[line.id])
        pickings = picked.picking_id
        # what is not on the receipt stays open, although it was reserved
        (pickings.move_ids - picked).filtered(
            lambda move: move.state not in ("done", "cancel")
        ).picked = False
        pickings.with_context(cancel_backorder=final)._action_done()
        for move in picked:
            move.date = moments[move.purchase_line_id.id]
        for picking in pickings:
            picking.date_done = max(picking.move_ids.filtered("picked").mapped("date"))
            picking.origin = " / ".join(filter(None, (self.name, reference)))
            texts = [text for line in picking.move_ids.purchase_line_id for text in notes[line.id]]
            if any(texts):
                picking.message_post(body="\n".join(filter(None, texts)))
        return pickings

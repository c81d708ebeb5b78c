# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.values import local_day


class PurchaseOrderLine(models.Model):
    """Booking what was received on a line."""

    _inherit = "purchase.order.line"

    def _pick_moves(self, quantity):
        """Set quantity (the line's unit) as picked on the line's open moves; return these."""
        self.ensure_one()
        moves = self.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and not move._is_purchase_return()
                and move.product_id == self.product_id
            )
        ).sorted("id")
        if not moves:
            moves = self._create_extra_move(quantity)
        picked = self.env["stock.move"]
        for move in moves:
            demand = move.product_uom._compute_quantity(move.product_uom_qty, self.product_uom_id)
            part = quantity if move == moves[-1] else min(quantity, demand)
            if part > 0:
                move.quantity = self.product_uom_id._compute_quantity(part, move.product_uom)
                move.picked = True
                picked |= move
            quantity -= part
        return picked

    def _create_extra_move(self, quantity):
        """Create an incoming move for goods that came beyond what is open."""
        picking = self.order_id.picking_ids.filtered(
            lambda record: record.state not in ("done", "cancel")
        )[:1] or self.env["stock.picking"].create(self.order_id._prepare_picking())
        values = self._prepare_stock_move_vals(
            picking, self._get_stock_move_price_unit(), quantity, self.product_uom_id
        )
        move = self.env["stock.move"].create({**values, "move_dest_ids": False})
        return move._action_confirm(merge=False)

    def _confirm_services(self, receipts, reference, attachments=None):
        """Book confirmed quantities of services, each on its day."""
        # Sudo: confirmations are kept by the system; booking on the order line, which needs
        # the right to write it, follows below.
        confirmations = self.env["construction.service.receipt"].sudo()
        values = []
        for receipt in receipts:
            moment = receipt.date or fields.Datetime.now()
            line = self.browse(receipt.order_line_id)
            values.append(
                {
                    "order_line_id": line.id,
                    "date": local_day(moment, line.company_id.partner_id.tz),
                    "quantity": float(receipt.quantity),
                    "reference": reference,
                    "note": receipt.note,
                    "attachment_ids": [fields.Command.set(attachments.ids if attachments else [])],
                }
            )
        created = confirmations.create(values)
        self.browse({receipt.order_line_id for receipt in receipts})._sum_services()
        return created

    def _sum_services(self):
        """Bring what was received up to the sum of the confirmations.

        The sum, and not one confirmation after the other: rounded to the unit each would leave
        a difference, a percentage of a lump sum most of all.
        """
        for line in self:
            # Sudo: confirmations are kept by the system.
            total = sum(line.sudo().service_receipt_ids.mapped("quantity"))
            line.qty_received = total + line._get_documented_quantity()

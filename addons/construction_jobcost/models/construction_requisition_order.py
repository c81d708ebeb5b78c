# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.values import decimal


class ConstructionRequisition(models.Model):
    """Ordering what a requisition asks for: at once or in parts, from one vendor or several."""

    _inherit = "construction.requisition"

    order_note = fields.Text(string="To Do", compute="_compute_order_note")
    can_order = fields.Boolean(compute="_compute_can_order")

    @api.depends("state", "line_ids.vendor_id", "line_ids.open_quantity", "line_ids.order_state")
    def _compute_order_note(self):
        for requisition in self:
            waiting = requisition.line_ids.filtered(
                lambda line: line.open_quantity and not line.vendor_id
            ).filtered(lambda line: not line._is_being_bought())
            requisition.order_note = (
                requisition.state == "approved"
                and bool(waiting)
                and self.env._(
                    "Choose a vendor for line %(lines)s, then create the order. Or ask several "
                    "vendors for quotes.",
                    lines=", ".join(waiting.mapped("line_ref")),
                )
            )

    @api.depends("state", "line_ids.vendor_id", "line_ids.open_quantity", "line_ids.order_state")
    def _compute_can_order(self):
        for requisition in self:
            requisition.can_order = requisition.state == "approved" and bool(
                requisition.line_ids._filter_orderable()
            )

    def action_close_rest(self, reason=None):
        """Give up what is not ordered; the reason is kept with the lines."""
        self.check_access("write")
        reason = self._required_reason(reason)
        self._check_step("approved")
        lines = self.line_ids.filtered("open_quantity")
        asked = lines.filtered(lambda line: line._is_being_bought())
        if asked:
            raise UserError(
                self.env._(
                    "Line %(lines)s is on a request for quotation or on a draft order. Cancel "
                    "that first.",
                    lines=", ".join(asked.mapped("line_ref")),
                )
            )
        lines._close_rest(reason)
        # Sudo: the state follows from the lines.
        self.sudo()._follow_orders()
        return True

    def action_ask_close_rest(self):
        """Ask for the reason of closing."""
        return self._open_approval_wizard("close_rest")

    def _check_not_ordered(self):
        if self.order_ids.filtered(lambda order: order.state != "cancel"):
            raise UserError(
                self.env._("Lines are ordered already. Cancel the purchase orders first.")
            )

    # Orders -----------------------------------------------------------------------------------

    def _create_orders(self):
        """Order what is open and has a vendor, one order per vendor; return the orders.

        Lines without a vendor, and those that vendors are asked for, leave their requisition
        approved.
        """
        lines = self.line_ids._filter_orderable()
        return self._order_parts([(line, line.vendor_id, line.open_quantity) for line in lines])

    def _order_parts(self, parts):
        """Create and confirm the orders of [(requisition line, vendor, quantity)].

        Quantities in the lines' units. The caller has checked that the lines are approved and
        the quantities open. Returns the orders.
        """
        batches = defaultdict(list)
        ordered = sorted(parts, key=lambda part: (part[1].id, part[0].sequence, part[0].id))
        for line, vendor, quantity in ordered:
            batches[line.requisition_id, vendor].append((line, quantity))
        # Sudo: the requisition's approval replaces the right to create and confirm orders;
        # each order is approved for the approved amount of its lines and no more.
        orders = (
            self.env["purchase.order"]
            .sudo()
            .create(
                [
                    requisition.sudo()._prepare_order_values(vendor, items)
                    for (requisition, vendor), items in batches.items()
                ]
            )
        )
        for items, order in zip(batches.values(), orders, strict=True):
            order._adopt_requisition(
                sum((line._get_part_amount(quantity) for line, quantity in items), decimal(0))
            )
        orders.button_confirm()
        self.sudo()._follow_orders()
        return orders

    def _prepare_order_values(self, vendor, items):
        """Return the values of the order that goes to vendor for [(line, quantity)]."""
        self.ensure_one()
        return {
            "partner_id": vendor.id,
            "company_id": self.company_id.id,
            # the approval is in company currency, so is the order
            "currency_id": self.company_id.currency_id.id,
            "picking_type_id": self._get_delivery().id,
            "project_id": self.project_id.id,
            "requisition_id": self.id,
            "origin": self.display_name,
            "user_id": False,
            "order_line": [
                fields.Command.create(line._prepare_order_line_values(quantity))
                for line, quantity in items
            ],
        }

    def _get_delivery(self):
        """Return the stock.picking.type orders are delivered to; UserError without a warehouse."""
        self.ensure_one()
        delivery = self.env["purchase.order"]._get_picking_type(self.company_id.id)
        if not delivery:
            raise UserError(
                self.env._(
                    "%(requisition)s cannot be ordered: %(company)s has no warehouse that takes "
                    "deliveries. Create one (Inventory > Configuration > Warehouses), then try "
                    "again.",
                    requisition=self.display_name,
                    company=self.company_id.display_name,
                )
            )
        return delivery

    # Progress ---------------------------------------------------------------------------------

    def _follow_orders(self):
        """Bring the state of approved requisitions up to what is ordered and received."""
        ordered = self.filtered(
            lambda record: not any(line.open_quantity for line in record.line_ids)
        )
        received = ordered.filtered(
            lambda record: record.line_ids._is_fulfilled() and record.order_ids
        )
        for state, then, records in (
            ("received", "ordered", self - received),
            ("ordered", "approved", self - ordered),
            ("approved", "ordered", ordered),
            ("ordered", "received", received),
        ):
            records.filtered(lambda record, state=state: record.state == state)._set_step(then)

    # Guard ------------------------------------------------------------------------------------

    def _check_orders_covered(self):
        """Raise UserError when what orders take of a requisition's approval outgrows it."""
        grants = self._get_grants()
        for requisition in self:
            orders = requisition.order_ids.filtered(lambda order: order.state == "purchase")
            taken = orders._get_taken_of_requisition()
            grant = grants.get(requisition.id)
            approved = grant.amount if grant else decimal(0)
            currency = requisition.company_id.currency_id
            # each part of a line is rounded by itself
            slack = decimal(currency.rounding) * len(orders.order_line) / 2
            if taken > approved + slack:
                raise UserError(
                    self.env._(
                        "The orders of %(requisition)s amount to %(amount)s, but it was approved "
                        "for %(approved)s. Lower an order, or request the rest anew.",
                        requisition=requisition.display_name,
                        amount=currency.format(float(taken)),
                        approved=currency.format(float(approved)),
                    )
                )

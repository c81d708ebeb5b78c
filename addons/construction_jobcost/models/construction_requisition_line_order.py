# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import precommit
from ..core.values import decimal

PROGRESS = "construction_jobcost.requisition.progress"
#: Set by closing the rest alone.
CLOSING_FIELDS = ("closed_quantity", "close_reason", "closed_by_id", "date_closed")


class ConstructionRequisitionLine(models.Model):
    """How much of a requested line is ordered, in one part or in several."""

    _inherit = "construction.requisition.line"

    ordered_quantity = fields.Float(
        compute="_compute_ordered", digits="Product Unit", help="On confirmed orders."
    )
    open_quantity = fields.Float(
        compute="_compute_ordered", digits="Product Unit", help="Neither ordered nor closed."
    )
    closed_quantity = fields.Float(
        readonly=True, copy=False, digits="Product Unit", help="Will not be ordered any more."
    )
    close_reason = fields.Char(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    date_closed = fields.Date(readonly=True, copy=False)
    order_state = fields.Selection(
        [
            ("open", "Open"),
            ("asked", "Vendors asked"),
            ("partly", "Partly ordered"),
            ("ordered", "Ordered"),
            ("closed", "Closed"),
        ],
        compute="_compute_ordered",
        string="Order",
    )

    @api.depends(
        "quantity", "closed_quantity", "order_line_ids.state", "order_line_ids.product_qty"
    )
    def _compute_ordered(self):
        for line in self:
            # Sudo: what of a line is ordered does not depend on who looks.
            orders = line.sudo().order_line_ids.filtered(lambda order: not order.display_type)
            confirmed = orders.filtered(lambda order: order.state == "purchase")
            line.ordered_quantity = sum(order._get_requested_quantity() for order in confirmed)
            rest = line.quantity - line.ordered_quantity - line.closed_quantity
            line.open_quantity = (
                rest if not line.uom_id or line.uom_id.compare(rest, 0) > 0 else 0.0
            )
            line.order_state = line._get_order_state(orders)

    def _get_order_state(self, orders):
        if not self.open_quantity:
            return "ordered" if self.ordered_quantity else "closed"
        if self.ordered_quantity:
            return "partly"
        return (
            "asked" if orders.filtered(lambda order: order.state in ("draft", "sent")) else "open"
        )

    def _is_being_bought(self):
        """Tell whether vendors are asked, or an order of the line waits for its confirmation."""
        self.ensure_one()
        # Sudo: as in _compute_ordered.
        return any(o.state in ("draft", "sent", "to approve") for o in self.sudo().order_line_ids)

    def _filter_orderable(self):
        """Return the lines that are open, have a vendor and are not being bought already."""
        return self.filtered(
            lambda line: line.vendor_id and line.open_quantity and not line._is_being_bought()
        )

    def _get_open_amount(self):
        """Return what is requested and not ordered yet (Decimal, company currency)."""
        return self._get_part_amount(self.open_quantity)

    def _get_part_amount(self, quantity):
        """Return what a part of the line was requested for (Decimal, company currency)."""
        self.ensure_one()
        if quantity == self.quantity:
            return decimal(self.amount)
        return decimal(self.currency_id.round(self.estimated_unit_cost * quantity))

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        nothing = dict.fromkeys(CLOSING_FIELDS, False)
        return super().create([{**vals, **nothing} for vals in vals_list])

    def write(self, vals):
        return super().write({k: value for k, value in vals.items() if k not in CLOSING_FIELDS})

    def _close_rest(self, reason):
        """Give up what is open; the caller has checked right and state."""
        for line in self:
            super(ConstructionRequisitionLine, line).write(
                {
                    "closed_quantity": line.closed_quantity + line.open_quantity,
                    "close_reason": reason,
                    "closed_by_id": self.env.uid,
                    "date_closed": fields.Date.context_today(line),
                }
            )
        self._mark_progress()
        self.change_line_id._mark_cost_stale()

    @api.model
    def _cost_trigger_fields(self):
        return super()._cost_trigger_fields() | {"closed_quantity"}

    # Orders -----------------------------------------------------------------------------------

    def _prepare_order_line_values(self, quantity=None):
        """Return the values of an order line for the line, or for a part of it."""
        self.ensure_one()
        needed = self.requisition_id.needed_by
        return {
            "product_id": (self.product_id or self._get_default_product()).id,
            "name": self.description,
            "product_qty": self.open_quantity if quantity is None else quantity,
            "product_uom_id": self.uom_id.id,
            "price_unit": self.estimated_unit_cost,
            "date_planned": datetime.combine(needed, time(12)) if needed else fields.Datetime.now(),
            "analytic_distribution": self.analytic_distribution,
            "requisition_line_id": self.id,
            "line_ref": self.line_ref,
        }

    def _get_default_product(self):
        product = self.cost_type_id.product_id
        if not product:
            raise ValidationError(
                self.env._(
                    "Line %(line)s names no item and cost type %(type)s has no default product. "
                    "Set one of them.",
                    line=self.line_ref,
                    type=self.cost_type_id.display_name,
                )
            )
        return product

    # Progress ---------------------------------------------------------------------------------

    def _is_fulfilled(self):
        """Tell whether nothing more is to be ordered, received or billed on these lines."""
        confirmed = self.order_line_ids.filtered(lambda order: order.state == "purchase")
        return not any(line.open_quantity for line in self) and all(
            order._is_fulfilled() for order in confirmed
        )

    def _mark_progress(self):
        """Note that orders, receipts or bills of these lines changed."""
        if self:
            precommit.collect(
                self.env.cr, PROGRESS, self.ids, self.env[self._name]._update_progress
            )

    def _update_progress(self):
        ids = precommit.drain(self.env.cr, PROGRESS)
        # Sudo: the state follows from orders and receipts, whoever booked them.
        self.sudo().browse(ids).exists().requisition_id._follow_orders()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: What says where a line comes from: set by the flow, never by who works with the order.
ORIGIN_FIELDS = frozenset({"requisition_line_id", "requisition_factor"})


class PurchaseOrderLine(models.Model):
    """Order lines that come from a requisition."""

    _inherit = "purchase.order.line"

    requisition_factor = fields.Float(
        readonly=True,
        copy=False,
        help="How much of the requested quantity one unit stands for, where that does not "
        "follow from the units: on a substitute.",
    )

    @api.model
    def _get_origin_fields(self):
        return ORIGIN_FIELDS

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # given, so that neither a caller nor his context can name an origin
            nothing = dict.fromkeys(self._get_origin_fields(), False)
            vals_list = [{**vals, **nothing} for vals in vals_list]
        lines = super().create(vals_list)
        lines.requisition_line_id._mark_progress()
        return lines

    def write(self, vals):
        if not self.env.su:
            origin = self._get_origin_fields()
            vals = {name: value for name, value in vals.items() if name not in origin}
        return super().write(vals)

    def _project_unconfirmed(self, coding):
        # the requisition counts until what it asks for is ordered
        return [] if self.requisition_line_id else super()._project_unconfirmed(coding)

    def _get_requested_quantity(self):
        """Return how much of its requested line the order line stands for, in that line's unit."""
        self.ensure_one()
        if self.requisition_factor:
            return self.product_qty * self.requisition_factor
        return self.product_uom_id._compute_quantity(
            self.product_qty, self.requisition_line_id.uom_id, round=False, raise_if_failure=False
        )

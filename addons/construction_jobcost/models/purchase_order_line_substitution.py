# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    """A line that stands for another one, or was replaced."""

    _inherit = "purchase.order.line"

    substitution_id = fields.Many2one(
        "construction.substitution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The line is the substitute of another one.",
    )
    substitution_ids = fields.One2many(
        "construction.substitution", "order_line_id", string="Substituted by", readonly=True
    )

    @api.model
    def _get_origin_fields(self):
        return super()._get_origin_fields() | {"substitution_id"}

    def action_substitute(self):
        """Ask for something else instead of what is left of the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Substitute"),
            "res_model": "construction.substitution",
            "views": [(False, "form")],
            "context": {
                "default_order_line_id": self.id,
                "default_quantity": self.product_qty - max(self.qty_received, self.qty_invoiced),
                "default_price_unit": self.price_unit,
            },
        }

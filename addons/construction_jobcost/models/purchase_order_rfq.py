# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """Requests for quotation that are compared with one another."""

    _inherit = "purchase.order"

    rfq_id = fields.Many2one(
        "construction.rfq",
        string="Comparison",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _get_origin_fields(self):
        return super()._get_origin_fields() | {"rfq_id"}

    def action_compare(self):
        """Open the comparison this request belongs to."""
        return self.rfq_id.action_compare()

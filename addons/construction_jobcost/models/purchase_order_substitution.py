# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """What was ordered instead of what."""

    _inherit = "purchase.order"

    substitution_ids = fields.One2many(
        "construction.substitution", "order_id", string="Substitutions", readonly=True
    )
    substitution_count = fields.Integer(compute="_compute_substitution_count")

    @api.depends("substitution_ids")
    def _compute_substitution_count(self):
        for order in self:
            order.substitution_count = len(order.substitution_ids)

    def action_view_substitutions(self):
        """Open the substitutions of the order."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "construction_jobcost.construction_substitution_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

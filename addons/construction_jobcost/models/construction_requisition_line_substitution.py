# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionRequisitionLine(models.Model):
    """What was requested at first."""

    _inherit = "construction.requisition.line"

    substitution_ids = fields.One2many(
        "construction.substitution", "requisition_line_id", string="Substitutions", readonly=True
    )

    def action_substitute(self):
        """Ask for something else instead of the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Substitute"),
            "res_model": "construction.substitution",
            "views": [(False, "form")],
            "context": {
                "default_requisition_line_id": self.id,
                "default_quantity": self.open_quantity,
                "default_price_unit": self.estimated_unit_cost,
            },
        }

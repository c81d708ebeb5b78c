# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ConstructionRequisitionOrderWizard(models.TransientModel):
    """Order a part of an approved requisition."""

    _name = "construction.requisition.order.wizard"
    _description = "Order a Part"

    requisition_id = fields.Many2one("construction.requisition", required=True, readonly=True)
    company_id = fields.Many2one(related="requisition_id.company_id")
    line_ids = fields.One2many("construction.requisition.order.wizard.line", "wizard_id")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        requisition = self.env["construction.requisition"].browse(
            values.get("requisition_id") or self.env.context.get("active_id")
        )
        values["requisition_id"] = requisition.id
        if "line_ids" in fields_list:
            values["line_ids"] = [
                Command.create(
                    {
                        "requisition_line_id": line.id,
                        "vendor_id": line.vendor_id.id,
                        "quantity": line.open_quantity,
                    }
                )
                for line in requisition.line_ids
                if line.open_quantity and not line._is_being_bought()
            ]
        return values

    def action_order(self):
        """Create and confirm the orders, one per vendor, at the approved prices."""
        self.ensure_one()
        requisition = self.requisition_id
        requisition.check_access("write")
        requisition._check_step("approved")
        wanted = self.line_ids.filtered("quantity")
        wanted._check_open()
        orders = requisition._order_parts(
            [(line.requisition_line_id, line.vendor_id, line.quantity) for line in wanted]
        )
        if not orders:
            raise UserError(self.env._("Enter what to order now."))
        return requisition.action_view_orders()

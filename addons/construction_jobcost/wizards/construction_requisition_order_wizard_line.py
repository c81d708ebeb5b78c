# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionRequisitionOrderWizardLine(models.TransientModel):
    _name = "construction.requisition.order.wizard.line"
    _description = "Line to Order in Part"

    wizard_id = fields.Many2one(
        "construction.requisition.order.wizard", required=True, ondelete="cascade"
    )
    requisition_line_id = fields.Many2one("construction.requisition.line", required=True)
    description = fields.Text(related="requisition_line_id.description")
    open_quantity = fields.Float(related="requisition_line_id.open_quantity")
    uom_id = fields.Many2one(related="requisition_line_id.uom_id")
    vendor_id = fields.Many2one("res.partner")
    quantity = fields.Float(string="Order Now", digits="Product Unit")

    def _check_open(self):
        """Raise UserError unless each line is the requisition's, open, and has a vendor."""
        for line in self:
            requested, quantity = line.requisition_line_id, line.quantity
            if requested.requisition_id != line.wizard_id.requisition_id:
                raise UserError(self.env._("Order lines of this requisition only."))
            if not line.vendor_id:
                raise UserError(
                    self.env._("Choose a vendor for line %(line)s.", line=requested.line_ref)
                )
            if requested._is_being_bought():
                raise UserError(
                    self.env._(
                        "Vendors are asked for line %(line)s already.", line=requested.line_ref
                    )
                )
            if quantity < 0 or self._compare_with_open(requested) > 0:
                raise UserError(
                    self.env._(
                        "Line %(line)s: %(open)s is open, so not more than that can be ordered.",
                        line=requested.line_ref,
                        open=f"{requested.open_quantity:g} {requested.uom_id.name}",
                    )
                )

    def _compare_with_open(self, requested):
        """Compare all parts of one requested line with what is open: 1 when they are more."""
        parts = self.filtered(lambda line: line.requisition_line_id == requested)
        return requested.uom_id.compare(sum(parts.mapped("quantity")), requested.open_quantity)

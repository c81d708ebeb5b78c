# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionRequisition(models.Model):
    """Asking several vendors for the lines of a requisition."""

    _inherit = "construction.requisition"

    rfq_ids = fields.One2many("construction.rfq", "requisition_id", string="Quote Comparisons")
    rfq_count = fields.Integer(compute="_compute_rfq_count")

    @api.depends("rfq_ids")
    def _compute_rfq_count(self):
        for requisition in self:
            requisition.rfq_count = len(requisition.rfq_ids)

    def action_ask_vendors(self):
        """Open a new comparison for what is open."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask Vendors"),
            "res_model": "construction.rfq",
            "views": [(False, "form")],
            "context": {"default_requisition_id": self.id},
        }

    def action_view_rfqs(self):
        """Open the comparisons of the requisition."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes for %(requisition)s", requisition=self.display_name),
            "res_model": "construction.rfq",
            "views": [(False, "list"), (False, "form")],
            "domain": [("requisition_id", "=", self.id)],
        }
        if len(self.rfq_ids) == 1:
            action |= {"views": [(False, "form")], "res_id": self.rfq_ids.id}
        return action

    def action_cancel(self):
        """Withdraw; vendors that were asked are told so by cancelled requests."""
        # Sudo: the requests for quotation follow the requisition, whoever withdraws it.
        self.check_access("write")
        self.sudo().rfq_ids.action_cancel()
        return super().action_cancel()

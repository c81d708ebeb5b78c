# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._release_messages_waiting_for_order()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "purchase":
            self._release_messages_waiting_for_order()
        return result

    def _release_messages_waiting_for_order(self):
        """Receipts and invoices that came before the order was approved go on."""
        confirmed = self.filtered(lambda order: order.state == "purchase")
        for company, orders in confirmed.grouped("company_id").items():
            # sudo: who approves an order need not see the requisition's outside number
            requisitions = orders.sudo().requisition_id
            numbers = {*orders.mapped("name"), *filter(None, requisitions.mapped("reference"))}
            self.env["integration.message"]._release(company.id, "purchase_order", numbers)

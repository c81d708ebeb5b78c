# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.construction_jobcost.core import precommit

CONFIRMED = "construction_integration.confirmed_orders"


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._note_confirmed()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "purchase":
            self._note_confirmed()
        return result

    def _note_confirmed(self):
        """Release what waits for these orders before the transaction ends, for all at once.

        Odoo confirms orders one by one: a look at the messages for each would be a query each.
        """
        confirmed = self.filtered(lambda order: order.state == "purchase")
        if confirmed:
            handle = self.browse()._release_messages_waiting_for_order
            precommit.collect(self.env.cr, CONFIRMED, confirmed.ids, handle)

    def _release_messages_waiting_for_order(self):
        """Receipts and invoices that came before the order was approved go on."""
        # sudo: who approves an order need not see the requisition's outside number
        confirmed = self.sudo().browse(precommit.drain(self.env.cr, CONFIRMED)).exists()
        for company, orders in confirmed.grouped("company_id").items():
            numbers = {
                *orders.mapped("name"),
                *filter(None, orders.requisition_id.mapped("reference")),
            }
            self.env["integration.message"]._release(company.id, "purchase_order", numbers)

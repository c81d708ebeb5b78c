# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Whose work the usual views are made for; they read receipts and bills.
AT_HOME = ("purchase.group_purchase_user", "account.group_account_invoice")
#: What everybody else who may read orders is shown.
VIEWS = {
    "form": "construction_jobcost.purchase_order_view_form_job",
    "list": "construction_jobcost.purchase_order_view_list_job",
}
#: A list that everybody is shown as it is.
EMERGENCIES = "construction_jobcost.purchase_order_view_list_emergency"


class PurchaseOrder(models.Model):
    """Orders as the people of a job see them, who are neither buyers nor bookkeepers."""

    _inherit = "purchase.order"

    @api.model
    def _is_at_home(self):
        return any(self.env.user.has_group(group) for group in AT_HOME)

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_at_home())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        own = self.env["ir.model.data"]._xmlid_to_res_id(EMERGENCIES)
        if view_type in VIEWS and view_id != own and not self._is_at_home():
            view_id = self.env.ref(VIEWS[view_type]).id
        return super()._get_view(view_id, view_type, **options)

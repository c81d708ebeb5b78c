# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Whose work the usual views are made for; those look beyond the bill, into the vendor's others.
AT_HOME = (
    "account.group_account_invoice",
    "account.group_account_readonly",
    "purchase.group_purchase_user",
)
#: What everybody else who may read bills is shown.
VIEWS = {
    "form": "construction_jobcost.account_move_view_form_job",
    "list": "construction_jobcost.account_move_view_list_job",
}


class AccountMove(models.Model):
    """Bills and entries as the people of a job see them, who are neither buyers nor bookkeepers."""

    _inherit = "account.move"

    @api.model
    def _is_at_home(self):
        user = self.env.user
        return user.share or any(user.has_group(group) for group in AT_HOME)

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_at_home())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        if view_type in VIEWS and not self._is_at_home():
            view_id = self.env.ref(VIEWS[view_type]).id
        return super()._get_view(view_id, view_type, **options)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bills of emergency purchases wait when these were not regularised in time."""

    _inherit = "account.move"

    def _get_overdue_emergencies(self):
        # Sudo: what is overdue does not depend on who looks at the bill.
        orders = self.sudo().line_ids.purchase_line_id.order_id
        return orders.filtered(lambda order: order.emergency_state == "overdue")

    def _may_approve(self, amount, project_ids):
        return not self._get_overdue_emergencies() and super()._may_approve(amount, project_ids)

    def _check_may_approve(self, amount, project_ids):
        overdue = self._get_overdue_emergencies()
        if overdue:
            raise UserError(
                self.env._(
                    "%(bill)s is for the emergency purchase %(orders)s, which was not "
                    "regularised in time. Have requisition %(requisitions)s approved first.",
                    bill=self._get_approval_name(),
                    orders=", ".join(overdue.mapped("name")),
                    requisitions=", ".join(overdue.requisition_id.mapped("name")),
                )
            )
        return super()._check_may_approve(amount, project_ids)

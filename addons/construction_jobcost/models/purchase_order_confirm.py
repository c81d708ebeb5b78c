# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

#: Who may confirm that work was performed.
CONFIRMERS = (
    "construction_jobcost.group_site",
    "construction_jobcost.group_cost_controller",
    "purchase.group_purchase_user",
)


class PurchaseOrder(models.Model):
    """Confirming work: services and milestones."""

    _inherit = "purchase.order"

    def _check_may_confirm(self):
        """Raise AccessError unless the user may confirm work of these orders."""
        self._check_may("read", CONFIRMERS)

    def action_confirm_services(self):
        """Ask what was performed."""
        self.ensure_one()
        self._check_may_confirm()
        self._check_not_closed()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_service_confirm_wizard_action"
        )
        return dict(action, context={"default_order_id": self.id})

    def action_view_confirmations(self):
        """Open the confirmations of services of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_service_receipt_action"
        )
        return dict(action, domain=[("order_line_id.order_id", "=", self.id)], context={})

    def action_view_milestones(self):
        """Open the milestones of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_milestone_action"
        )
        return dict(action, domain=[("order_id", "=", self.id)], context={"order_id": self.id})

    def _check_receivable(self, lines):
        super()._check_receivable(lines)
        lines.exists().order_id._check_not_closed()

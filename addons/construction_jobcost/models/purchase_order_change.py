# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.approval import Grant
from ..core.values import decimal


class PurchaseOrder(models.Model):
    """The changes of a commitment."""

    _inherit = "purchase.order"

    change_ids = fields.One2many("construction.commitment.change", "order_id", string="Changes")
    change_count = fields.Integer(compute="_compute_change_count")

    @api.depends("change_ids")
    def _compute_change_count(self):
        for order in self:
            order.change_count = len(order.change_ids)

    def action_view_changes(self):
        """Open the changes of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_commitment_change_action"
        )
        context = {"default_order_id": self.id}
        return dict(action, domain=[("order_id", "=", self.id)], context=context)

    def _extend_approval(self, change, amount, origin=None):
        """Move the order's approval by what an approved change adds to or takes off the order.

        amount: Decimal, order's currency. origin: the change's approval, whose approver
        answers for it; else the current user does, whose right the caller checked. The headroom of the approval stays as it was: what
        a deduction gives back would else be free to be spent without asking.
        """
        self.ensure_one()
        facts = self._get_approval_facts()[self.id]
        grant = self._get_grants().get(self.id) or Grant(
            max(facts.amount, decimal(0)), facts.partner_id, facts.project_ids
        )
        self._record_approval(
            max(decimal(0), grant.amount + self._get_step(amount)),
            grant.partner_id,
            grant.project_ids | change._get_approval_facts()[change.id].project_ids,
            origin_id=origin.id if origin else False,
        )

    def _get_step(self, amount):
        """Return by how much the order grows in company currency when it grows by ``amount``."""
        currency, rate = self.company_id.currency_id, decimal(self.currency_rate or 1)
        coded = self.order_line.filtered(lambda line: not line.display_type)
        before = sum((decimal(line.price_subtotal) for line in coded), decimal(0))
        ends = [decimal(currency.round(float(end / rate))) for end in (before, before + amount)]
        return ends[1] - ends[0]

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.approval import Grant, exposure
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

    def _extend_approval(self, change, sign=1, origin=None):
        """Move the order's approval by what a change adds to or takes off the order.

        sign: -1 when the change is taken back. origin: the change's approval, whose approver
        answers for it; else the current user does, whose right the caller checked. The headroom
        of the approval stays as it was: what a deduction gives back would else be free to be
        spent without asking.
        """
        self.ensure_one()
        facts = self._get_approval_facts()[self.id]
        grant = self._get_grants().get(self.id) or Grant(
            facts.amount, facts.partner_id, facts.project_ids
        )
        self._record_approval(
            max(decimal(0), grant.amount + self._get_exposure_step(change.line_ids, sign)),
            grant.partner_id,
            grant.project_ids | change._get_approval_facts()[change.id].project_ids,
            origin_id=origin.id if origin else False,
        )

    def _get_exposure_step(self, change_lines, sign):
        """Return by how much what is to be approved grows, in company currency (Decimal)."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        codings = change_lines._get_codings()
        before = [
            (decimal(line.price_subtotal), self._get_shares(coding))
            for line, coding in zip(lines, parts, strict=True)
        ]
        changes = [
            (sign * decimal(line.amount), self._get_shares(codings[line])) for line in change_lines
        ]
        rate, currency = self.currency_rate or 1.0, self.company_id.currency_id
        ends = [
            decimal(currency.round(float(exposure(costs)) / rate))
            for costs in (before, before + changes)
        ]
        return ends[1] - ends[0]

    @api.model
    def _get_shares(self, coding):
        return [(key.project_id, percent) for key, percent in coding]

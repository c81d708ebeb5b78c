# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import api, models

from ..core.values import decimal


class ConstructionSubstitution(models.Model):
    """What a substitution costs, and what is to be approved for it."""

    _inherit = "construction.substitution"

    def _get_replaced_quantity(self):
        """Return how much of the line is replaced: what is neither received nor billed."""
        self.ensure_one()
        if self.order_line_id:
            line = self.order_line_id
            return line.product_qty - max(line.qty_received, line.qty_invoiced)
        return self.requisition_line_id.open_quantity

    @api.depends(
        "state",
        "quantity",
        "price_unit",
        "old_amount",
        "order_line_id.product_qty",
        "order_line_id.qty_received",
        "order_line_id.qty_invoiced",
        "order_line_id.price_subtotal",
        "requisition_line_id.amount",
    )
    def _compute_difference(self):
        for record in self:
            old = record.old_amount if record.state == "approved" else record._get_old_amount()
            record.difference = float(record._get_new_amount()) - float(old)

    def _get_old_amount(self):
        """Return what is replaced, net of tax (Decimal, company currency)."""
        self.ensure_one()
        # Sudo: a figure of the substitution itself.
        record = self.sudo()
        if record.order_line_id:
            quantity = decimal(record._get_replaced_quantity())
            amount = quantity * record.order_line_id._get_net_price()
        else:
            amount = record.requisition_line_id._get_open_amount()
        return self._round(amount)

    def _get_new_amount(self):
        """Return what the substitute costs, net of tax (Decimal, company currency)."""
        self.ensure_one()
        amount = decimal(self.quantity) * decimal(self.price_unit)
        order = self.sudo().order_line_id.order_id
        return self._round(amount / decimal(order.currency_rate or 1) if order else amount)

    def _round(self, amount):
        return decimal(self.company_id.currency_id.round(float(amount)))

    # Approval ---------------------------------------------------------------------------------

    def _get_approval_document(self):
        # the new total is approved by the people who approve such a total
        self.ensure_one()
        return "order" if self.order_line_id else "requisition"

    def _get_approval_facts(self):
        """Return the new total of the document where it costs more, nothing where it does not."""
        facts = {}
        for record in self:
            # Sudo: the guard judges the document, not what somebody may read of it.
            changed = record.sudo()
            document = changed.order_line_id.order_id or changed.requisition_line_id.requisition_id
            fact = document._get_approval_facts()[document.id]
            more = changed._get_new_amount() - changed._get_old_amount()
            total = fact.amount + more if more > 0 else decimal(0)
            facts[record.id] = replace(fact, amount=total)
        return facts

    @api.model
    def _approval_depends(self):
        return ["state", "quantity", "price_unit", "order_line_id", "requisition_line_id"]

    def _get_approval_asker(self):
        # a technical approver only passes it on
        return self.requested_by_id or super()._get_approval_asker()

    def _get_approval_name(self):
        self.ensure_one()
        document = self.order_id or self.requisition_id
        return self.env._(
            "Substitution %(number)s on %(document)s",
            number=self.name,
            document=document.display_name,
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command

from ..core.values import decimal


class ConstructionSubstitution(models.Model):
    """Putting an approved substitute in the place of what was ordered or requested."""

    _inherit = "construction.substitution"

    def _apply(self):
        """Change the document; return what to remember of it.

        The caller has checked the approvals.
        """
        self.ensure_one()
        line = self.order_line_id or self.requisition_line_id
        replaced = self._get_replaced_quantity()
        memory = {
            "old_description": line.name if self.order_line_id else line.description,
            "old_quantity": replaced,
            "old_amount": float(self._get_old_amount()),
        }
        if not self.order_line_id:
            self._replace_requested_line()
            return memory
        return {**memory, "new_order_line_id": self._replace_order_line(replaced).id}

    def _replace_order_line(self, replaced):
        """Leave on the old line what came of it, and add a line for the substitute.

        The ledger shows the difference as a change of the commitment on the day of today.
        """
        old = self.order_line_id
        order, author = old.order_id, old.order_id.approval_author_id
        order._check_raise()
        # what was edited before is not the doing of the substitution
        order.order_line._record_history()
        self._extend_order_approval(order)
        values = self._prepare_substitute_values(replaced)
        old.write(
            {
                "product_qty": old.product_qty - replaced,
                "line_ref": f"{old.line_ref} / {self.name}",
            }
        )
        new = self.env["purchase.order.line"].create(values)
        # the price that was approved is not to follow the vendor's price list
        new.technical_price_unit = 0.0
        # its cost was judged with the substitution
        order._accept_raise()
        # who approved it wrote on the order, but did not ask for it
        order._note_approval_author(author or self.requested_by_id)
        return new

    def _prepare_substitute_values(self, replaced):
        """Return the values of the order line of the substitute.

        It takes over the line number, so that receipts and bills that name it find it.
        """
        old = self.order_line_id
        share = old._get_requested_quantity() / old.product_qty * replaced
        return {
            "order_id": old.order_id.id,
            "product_id": (self.product_id or old.product_id).id,
            "name": self.description,
            "product_qty": self.quantity,
            "product_uom_id": self.uom_id.id,
            "price_unit": self.price_unit,
            "tax_ids": [Command.set(old.tax_ids.ids)],
            "date_planned": old.date_planned,
            "analytic_distribution": old.analytic_distribution,
            "line_ref": old.line_ref,
            "sequence": old.sequence,
            "requisition_line_id": old.requisition_line_id.id,
            "requisition_factor": share / self.quantity if old.requisition_line_id else 0.0,
            "substitution_id": self.id,
        }

    def _extend_order_approval(self, order):
        """Let the order's approval cover the substitute."""
        fact = self._get_approval_facts()[self.id]
        grant = order._get_grants().get(order.id)
        if fact.amount and (not grant or fact.amount > grant.amount):
            order._record_approval(
                fact.amount,
                fact.partner_id,
                fact.project_ids | (grant.project_ids if grant else frozenset()),
                origin_id=self._get_approvals().id,
            )

    def _replace_requested_line(self):
        """Change what is requested; what is ordered of it already stays as it was."""
        line = self.requisition_line_id
        requisition = line.requisition_id
        fact = self._get_approval_facts()[self.id]
        grant = requisition._get_grants().get(requisition.id)
        if fact.amount and grant and fact.amount > grant.amount:
            requisition._record_approval(
                fact.amount, 0, grant.project_ids, origin_id=self._get_approvals().id
            )
        line._substitute(
            {
                "product_id": self.product_id.id,
                "description": self.description,
                "quantity": self.quantity,
                "uom_id": self.uom_id.id,
                "estimated_unit_cost": float(decimal(self.price_unit)),
            }
        )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.commitment import LineTerms
from ..core.values import decimal


class ConstructionCommitmentChangeLine(models.Model):
    """How a change line gets onto the order, and off it again."""

    _inherit = "construction.commitment.change.line"

    def _fits(self, terms):
        """Tell whether an order line on these LineTerms can carry the change itself.

        Units at another price and amounts on several units become a line of their own.
        """
        self.ensure_one()
        if self.basis == "price":
            return True
        if self.basis == "amount":
            return terms.quantity == 1 and not terms.discount
        net = terms.price * (100 - terms.discount) / 100
        return round(net, 6) == round(decimal(self.price_unit), 6)

    def _get_changed_terms(self, target, before):
        """Return the LineTerms after the change, of the order line or of a line of its own."""
        self.ensure_one()
        quantity, price = decimal(self.quantity), decimal(self.price_unit)
        amount = decimal(self.amount)
        if target:
            after = before.changed(self.basis, quantity, price, amount)
            self._check_received(target, before, after)
            return after
        if self.basis == "amount":
            return LineTerms(Decimal(1), amount)
        if quantity < 0:
            raise UserError(
                self.env._(
                    "%(line)s takes off units at another price than the order line's, or without "
                    "an order line. Deduct an amount instead.",
                    line=self.name,
                )
            )
        return LineTerms(quantity, price)

    def _check_received(self, target, before, after):
        if 0 <= after.quantity < min(before.quantity, decimal(target.qty_received)):
            raise UserError(
                self.env._(
                    "%(line)s leaves %(left)s on the order line, but %(received)s are received. "
                    "Take off less, or book the return first.",
                    line=self.name,
                    left=after.quantity.normalize(),
                    received=target.qty_received,
                )
            )

    def _fix_amount(self, before, after):
        """Take down the exact amount of the change: rounding depends on the whole order line."""
        rounding = decimal(self.currency_id.rounding)
        amount = after.amount(rounding) - before.amount(rounding)
        if abs(amount - decimal(self.amount)) > rounding:
            raise UserError(
                self.env._(
                    "%(line)s gives %(given)s, but quantity and price come to %(amount)s. "
                    "Correct one of them.",
                    line=self.name,
                    given=self.currency_id.format(self.amount),
                    amount=self.currency_id.format(float(amount)),
                )
            )
        if amount != decimal(self.amount):
            self._set(amount=float(amount))

    def _apply(self, target, before, after):
        """Carry the change over to the order as a step of its own in the line's history."""
        self.ensure_one()
        if target:
            earlier = target.commitment_revision_ids
            target._set_terms(after)
        else:
            target = target.create(self._prepare_order_line_values(after))
            earlier = target.commitment_revision_ids.browse()
        target._record_change(self, earlier)
        self._check_tied(target, after)
        self._set(applied_line_id=target.id)

    def _revert(self):
        """Take the change back from the order, as a further step of the line's history."""
        self.ensure_one()
        target = self.applied_line_id
        before = target._get_terms()
        after = self._get_reverted_terms(target, before)
        rounding = decimal(self.currency_id.rounding)
        if after is None or before.amount(rounding) - after.amount(rounding) != decimal(
            self.amount
        ):
            raise UserError(
                self.env._(
                    "%(line)s cannot be taken back: its order line was changed, received or "
                    "billed since. Void the later change first, or add a change that deducts it.",
                    line=self.name,
                )
            )
        target._record_commitments()
        earlier = target.commitment_revision_ids
        target._set_terms(after)
        target._record_change(self, earlier)

    def _get_reverted_terms(self, target, before):
        """Return the LineTerms without the change, None where it cannot be taken out."""
        if target != self.order_line_id:
            used = target.qty_received or target.qty_invoiced
            return None if used else replace(before, quantity=Decimal(0))
        quantity, price = -decimal(self.quantity), -decimal(self.price_unit)
        if self.basis == "amount" and not self._fits(before):
            return None
        after = before.changed(self.basis, quantity, price, -decimal(self.amount))
        return None if 0 <= after.quantity < decimal(target.qty_received) else after

    def _check_tied(self, target, after):
        if decimal(target.price_subtotal) != after.amount(decimal(self.currency_id.rounding)):
            raise UserError(
                self.env._(
                    "%(line)s does not come to its amount on the order: the line's taxes are "
                    "part of its price. Change the order line itself.",
                    line=self.name,
                )
            )

    def _prepare_order_line_values(self, terms):
        """Return the values of the order line that the change adds."""
        self.ensure_one()
        by_amount = self.basis == "amount"
        product = self._get_order_product()
        values = {
            "order_id": self.order_id.id,
            "name": self.name,
            "product_id": product.id,
            "product_qty": float(terms.quantity),
            "product_uom_id": (product.uom_id if by_amount else self.uom_id).id,
            "price_unit": float(terms.price),
            "discount": 0.0,
            "date_planned": fields.Datetime.now(),
            "analytic_distribution": self._get_distribution(),
            "billing_basis": "amount" if by_amount else "quantity",
        }
        if self.order_line_id:
            values["tax_ids"] = [fields.Command.set(self.order_line_id.tax_ids.ids)]
        return values

    def _get_distribution(self):
        return self.order_line_id.analytic_distribution or self.env[
            "construction.cost.key"
        ]._distribution(self.project_id, self.cost_code_id, self.cost_type_id, self.phase_id)

    def _get_order_product(self):
        """Return the product of the added line; an amount is never one of goods."""
        coding = self._get_codings()[self]
        types = self.env["construction.cost.type"].browse([key.cost_type_id for key, _p in coding])
        product = self.product_id or self.order_line_id.product_id
        if not product or (self.basis == "amount" and product.type != "service"):
            product = types[:1].product_id
        if not product:
            raise UserError(
                self.env._(
                    "%(line)s adds a line, but cost type %(type)s has no default product. Choose "
                    "a product, or set one on the cost type.",
                    line=self.name,
                    type=types[:1].display_name or "",
                )
            )
        return product

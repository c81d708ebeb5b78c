# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.accrual import allocated_steps
from ..core.matching import OrderLineFacts, match
from ..core.values import decimal


class PurchaseOrderLine(models.Model):
    """Matching bills with orders and receipts."""

    _inherit = "purchase.order.line"

    @api.model
    def _match_bill_lines(self, lines, bill=None):
        """Judge [BillLineFacts] of one bill together; return [MatchFinding], empty when it matches.

        bill: the account.move the lines are of, when it exists. Posted bills and drafts that
        are older count as claimed already. Money in findings is in the order's currency.
        """
        # Sudo: matching judges the order itself, not what the bookkeeper may read of it.
        orders = self.sudo().browse({line.order_line_id for line in lines if line.order_line_id})
        orders = orders.exists()
        claims = orders._get_claims(bill)
        facts = {order.id: order._get_order_facts(bill, claims[order]) for order in orders}
        company = orders.company_id[:1] or self.env.company
        converted = [
            order._in_order_currency(line) if (order := orders.browse(line.order_line_id)) else line
            for line in lines
            if line.order_line_id in facts
        ]
        vendor = orders.order_id.partner_id[:1]
        return match(converted, facts, vendor._get_match_tolerances(company))

    def _in_order_currency(self, line):
        source = self.env["res.currency"].browse(line.currency_id) or self.currency_id
        if source == self.currency_id:
            return line
        day = line.date or fields.Date.context_today(self)
        rate = decimal(
            self.env["res.currency"]._get_conversion_rate(
                source, self.currency_id, self.company_id, day
            )
        )
        return type(line)(
            ref=line.ref,
            order_line_id=line.order_line_id,
            quantity=line.quantity,
            price_unit=line.price_unit * rate,
            amount=line.amount * rate,
            currency_id=self.currency_id.id,
            date=line.date,
        )

    def _get_order_facts(self, bill=None, claimed=None):
        """Return the OrderLineFacts; claimed: what ``_get_claims`` has, where it is known."""
        self.ensure_one()
        quantity, amount = claimed or self._get_claims(bill)[self]
        price = (
            decimal(self.price_subtotal) / decimal(self.product_qty)
            if self.product_qty
            else decimal(self.price_unit_discounted)
        )
        return OrderLineFacts(
            id=self.id,
            name=f"{self.order_id.name} / {self.line_ref or self.sequence}",
            price_unit=price,
            quantity=decimal(self.product_qty),
            amount=decimal(self.price_subtotal),
            accepted_quantity=decimal(self.qty_received),
            invoiced_quantity=quantity,
            invoiced_amount=amount,
            by_amount=self.billing_basis == "amount",
            needs_receipt=self.product_id.purchase_method == "receive",
        )

    def _get_claims(self, bill):
        """Return {line: (quantity, amount)} that other bills claim, as ``_get_claimed``."""
        return {line: line._get_claimed(bill) for line in self}

    def _get_claimed(self, bill):
        """Return quantity and amount (order's unit and currency) that other bills claim."""
        quantity = amount = decimal(0)
        for line in self.invoice_lines:
            move = line.move_id
            earlier = move.state == "draft" and (not bill or move.id < bill._origin.id)
            if move == bill or line.display_type != "product":
                continue
            if move.state == "posted" or earlier:
                for facts in line._get_match_facts():
                    facts = self._in_order_currency(facts)
                    quantity += facts.quantity
                    amount += facts.amount
        return quantity, amount

    @api.model
    def _match_text(self, finding):
        """Say in words what a MatchFinding means."""
        values = {
            "line": finding.name,
            "expected": f"{finding.expected:,.2f}",
            "actual": f"{finding.actual:,.2f}",
        }
        if finding.code == "price":
            return self.env._(
                "%(line)s: price %(actual)s is higher than the order's %(expected)s.", **values
            )
        if finding.code == "quantity":
            return self.env._(
                "%(line)s: billed %(actual)s in all, but only %(expected)s received.", **values
            )
        if finding.code == "over_order":
            return self.env._(
                "%(line)s: billed %(actual)s in all, but only %(expected)s ordered.", **values
            )
        return self.env._(
            "The lines sum to %(actual)s, by the orders' prices to %(expected)s.", **values
        )

    @api.model
    def _allocate_percent(self, amount, coding, currency):
        """Split an amount (Decimal) over [(key, percent)], exact to the currency's unit."""
        whole = amount * sum(percent for _key, percent in coding) / 100
        day = fields.Date.today()
        steps = allocated_steps(
            [(day, whole)], [percent for _key, percent in coding], decimal(currency.rounding)
        )
        return [sum((value for _day, value in part), decimal(0)) for part in steps]

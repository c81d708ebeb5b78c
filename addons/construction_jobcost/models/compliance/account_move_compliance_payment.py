# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from ...core.compliance import DOCUMENT, NOTHING, PAYMENT, Payment, applies
from ...core.values import decimal
from .account_move_compliance import BILLS, PAID


class AccountMove(models.Model):
    """Bills of orders that no application led to: each is a payment that takes its own waiver."""

    _inherit = "account.move"

    def _get_direct_cases(self, wanted):
        """Return {(bill, order): Case} for [(bill, order)]; bills of self are paid together."""
        cases = {pair: pair[1]._get_compliance_case(PAYMENT) for pair in wanted}
        asking = [pair for pair, case in cases.items() if self._asks_for_payment_papers(case)]
        if not asking:
            return cases
        orders = self.env["purchase.order"].union(*(order for _bill, order in asking))
        billed = orders._get_direct_bills(self)
        paid = orders._get_paid_applications()
        for bill, order in asking:
            last = bill._get_last_payment(order, billed[order], paid[order][-1:], self)
            payment = bill._as_payment(order, billed[order], last)
            cases[bill, order] = order._get_compliance_case(PAYMENT, payment, last)
        return cases

    def _asks_for_payment_papers(self, case):
        """Tell whether a rule wants papers of the payment itself: only then it is worked out."""
        rules = self.env["construction.compliance.rule"]._get_rules(case.company)
        return any(rule.kind != DOCUMENT and applies(rule, case) for rule in rules)

    def _get_last_payment(self, order, billed, application, together):
        """Return the Payment of the order that was the last one before the bill, or None."""
        earlier = billed.filtered(lambda bill: bill._get_place() < self._get_place()) - together
        bill = earlier.filtered(lambda bill: bill.payment_state in PAID)[-1:]
        payments = [bill._as_payment(order, billed)] if bill else []
        payments += [application._as_payment()] if application else []
        return max(payments, key=lambda payment: payment.through, default=None)

    def _as_payment(self, order, billed, last=None):
        """Return the Payment that a bill asks for of an order.

        billed: the order's bills past applications, in their order; last: the Payment before.
        """
        self.ensure_one()
        through, _id = self._get_place()
        so_far = billed.filtered(lambda bill: bill._get_place() <= (through, self.id))
        begun = order.start_date or fields.Date.to_date(order.date_approve) or through
        amount = self._get_asked(order)
        return Payment(
            key=(self._name, self.id),
            through=through,
            amount=amount,
            final=self._is_last_of(order, so_far),
            start=fields.Date.add(last.through, days=1) if last else begun,
            billed=sum((bill._get_asked(order) for bill in so_far), NOTHING),
        )

    def _get_place(self):
        """Return the day until which a bill is for work, and what decides within the day."""
        day = self.invoice_date or self.date or fields.Date.context_today(self)
        return day, self.id

    def _get_asked(self, order):
        """Return what a bill asks for an order, retention off, in the order's currency."""
        amount = self.amount_total
        if self.invoice_line_ids.purchase_line_id.order_id != order:
            lines = self.invoice_line_ids.filtered(
                lambda line: order in (line.purchase_line_id.order_id, line.retention_order_id)
            )
            amount = sum(lines.mapped("price_total"))
        day, _id = self._get_place()
        return decimal(self.currency_id._convert(amount, order.currency_id, self.company_id, day))

    def _is_last_of(self, order, so_far):
        """Tell whether nothing of an order is left to be billed or given back after these bills."""
        lines = so_far.invoice_line_ids
        retained = lines.filtered(lambda line: line.retention_order_id == order)
        lines = lines.filtered(lambda line: line.purchase_line_id.order_id == order)
        left = order.amount_untaxed - sum(lines.mapped("price_subtotal"))
        return not retained and order.currency_id.compare_amounts(left, 0) <= 0


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_requirement_bills(self):
        """Return [the open bills of the orders that no application led to], as far as seen."""
        bills = self.env["account.move"]
        if not bills.has_access("read"):
            return []
        domain = bills._get_compliance_open_domain()
        domain &= Domain("invoice_line_ids.purchase_line_id.order_id", "in", self.ids)
        found = bills.search(domain, order="invoice_date, id")
        paying = found._get_paid_documents()
        return [found.filtered(lambda bill: bill._get_direct(paying[bill]))]

    def _get_direct_bills(self, more):
        """Return {order: bills that no application led to}, as they follow each other.

        Those that are posted, and of drafts the ones among ``more``.
        """
        bills = self.invoice_ids.filtered(
            lambda bill: bill.move_type in BILLS and (bill.state == "posted" or bill in more)
        )
        paying = bills._get_paid_documents()
        result = defaultdict(bills.browse)
        for bill in bills.sorted(lambda bill: bill._get_place()):
            for order in bill._get_direct(paying[bill]) & self:
                result[order] |= bill
        return result

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.quotes import Quote, cheapest, cheapest_vendor, complete_vendors, totals
from ..core.values import decimal


class ConstructionRfq(models.Model):
    """Comparing the quotes and awarding lines to vendors."""

    _inherit = "construction.rfq"

    def get_comparison(self):
        """Return the comparison for the screen: lines by vendors, in company currency.

        Amounts are net of tax; ``quotes`` of a line go by the id of the vendor's order.
        """
        self.ensure_one()
        self.check_access("read")
        # Sudo: who sees the comparison need not see purchase orders otherwise.
        orders, lines = self.sudo()._get_compared_orders(), self.sudo().line_ids
        quotes = self._get_quotes(orders)
        best, sums = cheapest(quotes), totals(quotes)
        complete = complete_vendors(quotes, lines.ids)
        return {
            "id": self.id,
            "name": self.name,
            "requisition": self.requisition_id.display_name,
            "job": self.project_id.display_name,
            "state": self.state,
            "awardable": self.state == "open" and self.requisition_id.state == "approved",
            "currency_id": self.currency_id.id,
            "vendors": [
                self._describe_vendor(order, sums, cheapest_vendor(quotes, lines.ids))
                | {"complete": order.id in complete}
                for order in orders
            ],
            "lines": [self._describe_line(line, orders, quotes, best) for line in lines],
        }

    def _get_compared_orders(self):
        return self.order_ids.filtered(
            lambda order: self.state != "open" or order.state in ("draft", "sent")
        ).sorted("id")

    def _get_quotes(self, orders):
        if self.state in ("draft", "open"):
            return [order_line._get_quote() for order_line in orders.order_line._filter_quotes()]
        return [
            Quote(
                quote.id,
                quote.requisition_line_id.id,
                quote.order_id.id,
                decimal(quote.amount),
                decimal(quote.quantity),
            )
            for quote in self.quote_ids
        ]

    def _describe_vendor(self, order, sums, lowest):
        return {
            "order_id": order.id,
            "name": order.partner_id.display_name,
            "order": order.name,
            "currency": order.currency_id.name,
            "total": float(sums.get(order.id, 0)),
            "lowest": order.id == lowest,
        }

    def _describe_line(self, line, orders, quotes, best):
        return {
            "id": line.id,
            "ref": line.line_ref,
            "description": line.description,
            "quantity": line.quantity,
            "uom": line.uom_id.name,
            "code": line.cost_code_id.display_name,
            "estimate": float(line._get_open_amount() if self.state == "open" else line.amount),
            "best": best.get(line.id, False),
            "quotes": {
                quote.order_id: self._describe_quote(quote)
                for quote in quotes
                if quote.line_id == line.id
            },
        }

    def _describe_quote(self, quote):
        if self.state in ("draft", "open"):
            # Sudo: as in get_comparison.
            source = self.env["purchase.order.line"].sudo().browse(quote.id)
            awarded = False
        else:
            source = self.env["construction.rfq.quote"].sudo().browse(quote.id)
            awarded = source.awarded
        return {
            "id": quote.id,
            "amount": float(quote.amount),
            "price": float(quote.price) if quote.is_given else 0.0,
            "quantity": float(quote.quantity),
            "date": source.date_planned and fields.Datetime.to_string(source.date_planned),
            "given": quote.is_given,
            "awarded": awarded,
        }

    # Award ------------------------------------------------------------------------------------

    def action_award(self, choices, reason=None):
        """Order the chosen quotes.

        choices: {requested line id: id of the chosen order line}. Where a chosen one is not the
        cheapest, a reason is needed and kept. Orders within what the requisition was approved
        for are confirmed, others wait for an approval of their own. The requests for quotation
        that get nothing are cancelled. Returns the action that opens the orders.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_awardable()
        # Sudo: where an order comes from is for the flow to say, and the requisition's approval
        # replaces the right to confirm; the right to award was checked above.
        rfq = self.sudo()
        chosen = rfq._get_chosen({int(line): int(quote) for line, quote in choices.items()})
        rfq._check_reason(chosen, reason)
        rfq._keep_quotes(chosen)
        rfq._drop_losers(chosen)
        rfq._confirm_winners(chosen.order_id)
        self._set_step(
            "awarded",
            award_note=(reason or "").strip() or False,
            awarded_by_id=self.env.uid,
            date_awarded=fields.Datetime.now(),
        )
        return self.action_view_orders()

    def _check_awardable(self):
        self._check_step_open("awarded")
        if self.requisition_id.state != "approved":
            raise UserError(
                self.env._(
                    "%(requisition)s has to be approved before it is ordered.",
                    requisition=self.requisition_id.display_name,
                )
            )

    def _get_chosen(self, choices):
        """Return the chosen order lines; UserError unless they are quotes of these lines."""
        quotes = self._get_compared_orders().order_line._filter_quotes()
        chosen = quotes.filtered(lambda q: choices.get(q.requisition_line_id.id) == q.id)
        if not chosen or len(chosen) != len(choices):
            raise UserError(
                self.env._("Choose a quote of this comparison for each line you award.")
            )
        if not all(quote._get_quote().is_given for quote in chosen):
            raise UserError(
                self.env._("A chosen vendor named no price. Enter it on the request first.")
            )
        return chosen

    def _check_reason(self, chosen, reason):
        best = cheapest(self._get_quotes(self._get_compared_orders()))
        dearer = chosen.filtered(lambda quote: best[quote.requisition_line_id.id] != quote.id)
        if dearer and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Line %(lines)s does not go to the cheapest vendor. Give the reason: it is "
                    "kept with the comparison.",
                    lines=", ".join(dearer.requisition_line_id.mapped("line_ref")),
                )
            )

    def _keep_quotes(self, chosen):
        orders = self._get_compared_orders()
        self.env["construction.rfq.quote"].create(
            [
                order_line._prepare_kept_quote(self, order_line in chosen)
                for order_line in orders.order_line._filter_quotes()
            ]
        )

    def _drop_losers(self, chosen):
        orders, winners = self._get_compared_orders(), chosen.order_id
        (orders - winners).button_cancel()
        (winners.order_line._filter_quotes() - chosen).unlink()

    def _confirm_winners(self, orders):
        waiting = orders.browse()
        for order in orders:
            approved = sum((line._get_requested_amount() for line in order.order_line), decimal(0))
            if order._approval_amount() <= approved:
                order._adopt_requisition(approved)
            else:
                order.requisition_amount = float(approved)
                waiting |= order
        (orders - waiting).button_confirm()
        waiting._ask_for_approval()
        self.requisition_id._follow_orders()

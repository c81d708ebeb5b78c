# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ...core.values import decimal


class PurchaseOrderLine(models.Model):
    """What certificates accept of a line: they count it, and what is billed of it, themselves.

    A line that is certified year after year does not carry its history into each new certificate.
    """

    _inherit = "purchase.order.line"

    certified_amount = fields.Monetary(
        string="Certified",
        readonly=True,
        copy=False,
        help="Completed and stored, as the last certificate has it.",
    )

    @api.model
    def _without_computed(self, vals):
        vals = super()._without_computed(vals)
        # certificates are noted with the rights of the system
        return vals if self.env.su else {k: v for k, v in vals.items() if k != "certified_amount"}

    # Received ---------------------------------------------------------------------------------

    @api.depends("certified_amount")
    def _compute_qty_received(self):
        return super()._compute_qty_received()

    def _get_documented_quantity(self):
        return super()._get_documented_quantity() + self._get_certified_quantity()

    def _get_certified_quantity(self):
        """Return what certificates accept of the line, in its unit (float)."""
        self.ensure_one()
        price = self._get_unit_value()
        return self.certified_amount / price if price and self._is_certifiable() else 0.0

    def _is_certifiable(self):
        """Tell whether a certificate accepts work of the line; goods are accepted by receipts."""
        return self.qty_received_method == "manual"

    def _get_unit_value(self):
        """Return the price of one unit, net of tax, in the order's currency (float)."""
        return self.price_subtotal / self.product_qty if self.product_qty else 0.0

    # Invoiced ---------------------------------------------------------------------------------

    def _is_billed_by_sheets(self):
        """Tell whether payment applications bill the line: by money, whatever was measured."""
        # Sudo: how a contract is billed does not depend on who looks.
        return bool(self._origin and self.order_id.sudo().payment_application_ids)

    def _prepare_qty_invoiced(self):
        if self.env.context.get("accrual_entry_date"):
            return super()._prepare_qty_invoiced()
        sheets = self.filtered(lambda line: line._is_billed_by_sheets())
        quantities = super(PurchaseOrderLine, self - sheets)._prepare_qty_invoiced()
        amounts = sheets._sum_billed([("parent_state", "!=", "cancel")])
        for line in sheets:
            price = line._get_unit_value()
            quantities[line] = float(amounts[line]) / price if price else 0.0
        return quantities

    def _sum_billed(self, condition):
        """Return {line: amount} that its bill lines of a condition ask for, in the order's currency.

        Summed up in the database: a line may have been billed every month for ten years.
        """
        # Sudo: what is billed of a line does not depend on who looks.
        bill_lines = self.env["account.move.line"].sudo()
        amounts = dict.fromkeys(self, decimal(0))
        domain = Domain("purchase_line_id", "in", self.ids) & Domain("display_type", "=", "product")
        domain &= Domain(condition)
        for refund, sign in (("!=", 1), ("=", -1)):
            of_kind = Domain("move_id.move_type", refund, "in_refund")
            groups = bill_lines._read_group(
                domain & of_kind,
                ["purchase_line_id", "currency_id"],
                ["price_subtotal:sum"],
            )
            for line, currency, amount in groups:
                line = self.browse(line.id)
                if currency != line.currency_id:
                    foreign = Domain("purchase_line_id", "=", line.id)
                    foreign &= Domain("currency_id", "=", currency.id) & domain & of_kind
                    amount = sum(item._get_amount_of_order() for item in bill_lines.search(foreign))
                amounts[line] += sign * decimal(amount)
        return amounts

    def _get_claims(self, bill):
        sheets = self.filtered(lambda line: line._is_billed_by_sheets())
        claims = super(PurchaseOrderLine, self - sheets)._get_claims(bill)
        others = Domain("parent_state", "=", "posted")
        earlier = Domain("parent_state", "=", "draft")
        if bill:
            others &= Domain("move_id", "!=", bill._origin.id)
            earlier &= Domain("move_id", "<", bill._origin.id)
        for line, amount in sheets._sum_billed(others | earlier).items():
            price = decimal(line._get_unit_value())
            claims[line] = (amount / price if price else decimal(0)), amount
        return claims

    def _get_order_facts(self, bill=None, claimed=None):
        facts = super()._get_order_facts(bill, claimed)
        return replace(facts, by_amount=facts.by_amount or self._is_billed_by_sheets())

    # Ledger -----------------------------------------------------------------------------------

    def _get_cost_bill_lines(self, certified):
        work = self.filtered(lambda line: line._is_certifiable())
        if certified or not work:
            return super()._get_cost_bill_lines(certified)
        goods = self - work
        return goods.with_prefetch(goods.ids).invoice_lines | self.env["account.move.line"].search(
            [("purchase_line_id", "in", work.ids), ("payment_application_id", "=", False)],
            order="id",
        )

    def _get_cost_events(self, certified=True):
        events = super()._get_cost_events(certified)
        if certified:
            for line in self.filtered("certified_amount"):
                quantity = decimal(line._get_certified_quantity())
                events["service"][line.id].append((line._get_today(), quantity))
        return events

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any("analytic_distribution" in vals for vals in vals_list):
            # what counts for these lines is coded as they are
            for model in (
                "construction.payment.application.line",
                "construction.retention.release.line",
            ):
                # Sudo: the ledger follows whoever codes.
                lines = self.env[model].sudo().search([("order_line_id", "in", self.ids)])
                self.env["construction.cost.entry"]._mark_stale(lines)
        return result

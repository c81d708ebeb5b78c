# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

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

    def _prepare_qty_invoiced(self):
        quantities = super()._prepare_qty_invoiced()
        for line in self.filtered(lambda line: line.billing_basis != "amount"):
            price = line._get_unit_value()
            # a certificate bills money, whatever was measured
            if price and line._get_invoice_lines().payment_application_id:
                quantities[line] = line._get_invoiced_amount() / price
        return quantities

    def _get_order_facts(self, bill=None):
        facts = super()._get_order_facts(bill)
        # Sudo: how a contract is billed does not depend on who matches its bills.
        by_amount = facts.by_amount or bool(self.order_id.sudo().payment_application_ids)
        return type(facts)(**{**vars(facts), "by_amount": by_amount})

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

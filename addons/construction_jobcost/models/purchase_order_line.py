# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.values import decimal

LUMP_SUM_UNITS = ("uom_ls", "uom_al")


class PurchaseOrderLine(models.Model):
    """A line of a commitment, coded to a budget line."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "construction.cost.source"]

    requisition_line_id = fields.Many2one(
        "construction.requisition.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    requisition_id = fields.Many2one(related="requisition_line_id.requisition_id")
    line_ref = fields.Char(
        string="Line No.",
        copy=False,
        help="Names the line in its order; follow-ups of outside systems refer to it.",
    )
    billing_basis = fields.Selection(
        [("quantity", "Quantity"), ("amount", "Amount")],
        compute="_compute_billing_basis",
        store=True,
        readonly=False,
        help="How bills draw the line down: by units, or by money as on a schedule of values.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Base Currency")
    commitment_revision_ids = fields.One2many(
        "purchase.commitment.revision", "order_line_id", readonly=True
    )
    service_receipt_ids = fields.One2many(
        "construction.service.receipt", "order_line_id", readonly=True
    )
    original_commitment_amount = fields.Monetary(
        compute="_compute_original_commitment_amount",
        currency_field="company_currency_id",
        help="What was committed when the order was first confirmed.",
    )

    _line_ref_idx = models.Index("(order_id, line_ref)")

    @api.depends("analytic_distribution", "product_uom_id")
    def _compute_billing_basis(self):
        units = self._get_lump_sum_units()
        parts = self.env["construction.cost.key"]._parse(self.mapped("analytic_distribution"))
        types = self.env["construction.cost.type"].browse(
            {key.cost_type_id for coding in parts for key, _percent in coding}
        )
        # Sudo: how a line is billed does not depend on who looks at its cost type.
        by_amount = set(types.sudo().filtered(lambda t: t.billing_basis == "amount").ids)
        for line, coding in zip(self, parts, strict=True):
            lump_sum = bool(coding) and (
                line.product_uom_id in units
                or any(key.cost_type_id in by_amount for key, _percent in coding)
            )
            line.billing_basis = "amount" if lump_sum else "quantity"

    @api.model
    def _get_lump_sum_units(self):
        units = self.env["uom.uom"]
        for name in LUMP_SUM_UNITS:
            units |= self.env.ref(f"construction_jobcost.{name}", False) or units
        return units

    @api.depends("commitment_revision_ids")
    def _compute_original_commitment_amount(self):
        for line in self:
            # Sudo: a figure of the line itself.
            line.original_commitment_amount = line.sudo().commitment_revision_ids[:1].amount

    def _compute_analytic_distribution(self):
        # what was approved on the requisition is not to be replaced by a distribution model
        requested = self.filtered("requisition_line_id")
        super(PurchaseOrderLine, self - requested)._compute_analytic_distribution()
        for line in requested:
            # Sudo: the coding of the line itself.
            line.analytic_distribution = (
                line.analytic_distribution or line.sudo().requisition_line_id.analytic_distribution
            )

    # Billing ----------------------------------------------------------------------------------

    @api.depends("billing_basis", "price_subtotal", "invoice_lines.price_subtotal")
    def _compute_qty_invoiced(self):
        return super()._compute_qty_invoiced()

    def _prepare_qty_invoiced(self):
        quantities = super()._prepare_qty_invoiced()
        for line in self.filtered(lambda line: line.billing_basis == "amount"):
            price = line.price_subtotal / line.product_qty if line.product_qty else 0.0
            if price:
                quantities[line] = line._get_invoiced_amount() / price
        return quantities

    def _get_invoiced_amount(self):
        """Return what bills that are not cancelled claim of the line, in the order's currency."""
        self.ensure_one()
        total = 0.0
        for bill_line in self._get_invoice_lines():
            move = bill_line.move_id
            if move.state == "cancel" and move.payment_state != "invoicing_legacy":
                continue
            sign = -1 if move.move_type == "in_refund" else 1
            total += sign * bill_line.currency_id._convert(
                bill_line.price_subtotal,
                self.currency_id,
                self.company_id,
                move.invoice_date or fields.Date.context_today(self),
            )
        return total

    def _is_fulfilled(self):
        """Tell whether nothing more is expected on the line."""
        self.ensure_one()
        if self.state == "cancel":
            return True
        fulfilled = max(self.qty_received, self.qty_invoiced)
        return self.product_uom_id.compare(fulfilled, self.product_qty) >= 0

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._without_computed(vals) for vals in vals_list])
        lines._number_lines()
        lines.order_id._note_approval_author(self.env.user)
        lines.order_id._mark_for_approval_check()
        return lines

    def write(self, vals):
        vals = self._without_computed(vals)
        if "order_id" in vals:
            # the order left behind may amount to more without a deducting line
            self.order_id._mark_for_approval_check()
        result = super().write(vals)
        if "order_id" in vals:
            self.line_ref = False
            self._number_lines()
        if self._approval_content_fields() & vals.keys():
            self.order_id._note_approval_author(self.env.user)
        return result

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not self._approval_trigger_fields().isdisjoint(vals) for vals in vals_list):
            self.order_id._mark_for_approval_check()
        progress = {"qty_received", "qty_invoiced", "product_qty"}
        if any(not progress.isdisjoint(vals) for vals in vals_list):
            self.requisition_line_id._mark_progress()
        return result

    def unlink(self):
        orders = self.order_id
        self.env["construction.cost.entry"]._mark_stale(self.requisition_line_id)
        self.requisition_line_id._mark_progress()
        result = super().unlink()
        orders.exists()._mark_for_approval_check()
        return result

    @api.model
    def _without_computed(self, vals):
        # amounts follow from quantity and price, nobody may set them apart from these
        computed = {"price_subtotal", "price_total", "price_tax"}
        return {name: value for name, value in vals.items() if name not in computed}

    @api.model
    def _approval_content_fields(self):
        return frozenset(
            {
                "product_qty",
                "price_unit",
                "discount",
                "tax_ids",
                "analytic_distribution",
                "order_id",
                "product_id",
                "product_uom_id",
            }
        )

    @api.model
    def _approval_trigger_fields(self):
        return frozenset(
            {"price_subtotal", "price_unit", "product_qty", "analytic_distribution", "order_id"}
        )

    def _number_lines(self):
        """Give lines without a number the next free one of their order."""
        for order, lines in self.grouped("order_id").items():
            taken = {line.line_ref for line in order.order_line if line.line_ref}
            number = 0
            for line in lines.filtered(lambda line: not line.line_ref and not line.display_type):
                number = next(n for n in range(number + 1, 10**6) if str(n) not in taken)
                line.line_ref = str(number)

    # Prices -----------------------------------------------------------------------------------

    def _get_net_price(self):
        """Return the price of one unit, net of tax and discount, in company currency (Decimal)."""
        self.ensure_one()
        rate = decimal(self.order_id.currency_rate or 1)
        if self.product_qty:
            return decimal(self.price_subtotal) / decimal(self.product_qty) / rate
        return decimal(self.price_unit_discounted) / rate

    def _get_net_amount(self):
        """Return the line's amount net of tax in company currency, rounded (float)."""
        self.ensure_one()
        rate = self.order_id.currency_rate or 1.0
        return self.company_id.currency_id.round(self.price_subtotal / rate)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter, defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Command

from odoo.addons.construction_jobcost.core.matching import BillLineFacts

from .construction_handler import number

CENT = Decimal("0.01")


class HandlerInvoice(models.AbstractModel):
    """`invoice.received`: matched with order and receipts, then a draft bill to approve.

    What does not match stops as an exception before a bill exists. Posting takes an approver.
    """

    _name = "construction.handler.invoice"
    _inherit = "construction.handler"
    _description = "Invoice Message Handler"

    def _process(self, items):
        # each invoice is matched against what the earlier ones on its order claim
        for wave in self._waves(items):
            super()._process(wave)

    @staticmethod
    def _waves(items):
        """The items in turns, so that no turn holds two invoices on one order."""
        waves, turns = defaultdict(list), Counter()
        for item in items:
            order = item.data.order
            waves[turns[order] if order else 0].append(item)
            turns[order] += 1
        return [waves[turn] for turn in sorted(waves)]

    def _worth(self, item):
        company, sent = self.env.company.currency_id.name, item.data.currency
        return item.data.total if sent in (None, company) else None

    def _resolve(self, items):
        reference = self._reference()
        reference._resolve_existing(items, "invoice", lambda item: [self._document(item)])
        self._drop_repeated(items, "invoice")
        reference._resolve_entity(items, "vendor", lambda item: [item.data.vendor_id])
        reference._resolve_orders(items, lambda item: [item.data.order])
        self._resolve_direct_lines(items)
        for item in items:
            if item.is_open and item.data.order:
                self._resolve_order_lines(item)

    def _resolve_direct_lines(self, items):
        """Lines without an order line carry job, cost code and cost type themselves."""
        reference = self._reference()
        for item in items:
            uncoded = [
                line.line_id
                for line in self._direct_lines(item)
                if not (line.job_code and line.cost_code and line.cost_type)
            ]
            if uncoded:
                item.stop(
                    "invoice.uncoded",
                    self.env._(
                        "Line %s names neither an order line nor job, cost code and cost type. "
                        "Have the sender code it.",
                        ", ".join(uncoded),
                    ),
                    amount=item.data.total,
                )
        reference._resolve_jobs(
            items, lambda item: [line.job_code for line in self._direct_lines(item)]
        )
        reference._resolve_cost_codes(
            items, lambda item: [line.cost_code for line in self._direct_lines(item)]
        )
        reference._resolve_cost_types(
            items, lambda item: [line.cost_type for line in self._direct_lines(item)]
        )

    @staticmethod
    def _direct_lines(item):
        return [line for line in item.data.lines if not line.order_line_id]

    def _resolve_order_lines(self, item):
        orders = item.refs["order"][item.data.order]
        lines = {line.line_ref: line for line in orders.order_line if line.line_ref}
        item.refs["order_line"] = lines
        unknown = [
            line.line_id
            for line in item.data.lines
            if line.order_line_id and line.order_line_id not in lines
        ]
        if unknown:
            item.stop(
                "order.unknown_line",
                self.env._(
                    "Invoice line %(lines)s names a line that %(order)s does not have. Have the "
                    "sender correct order_line_id.",
                    lines=", ".join(unknown),
                    order=", ".join(orders.mapped("name")),
                ),
                amount=item.data.total,
            )

    # -- gate ------------------------------------------------------------------------------

    def _gate(self, items):
        self._check_precision(items, {"quantity": "Product Unit"})
        self._check_duplicates(items)
        checks = (self._check_vendor, self._check_currency, self._check_tax, self._check_match)
        for item in items:
            for check in checks:
                if item.is_open:
                    check(item)

    def _check_duplicates(self, items):
        """One vendor's invoice number stands for one bill, whoever entered it."""
        partners = [item.refs["vendor"][item.data.vendor_id] for item in items if item.is_open]
        bills = self.env["account.move"].search(
            [
                ("move_type", "=", "in_invoice"),
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "cancel"),
                ("partner_id", "in", [partner.id for partner in partners]),
                ("ref", "in", [item.data.invoice_number for item in items]),
            ]
        )
        known = {(bill.partner_id.id, bill.ref): bill for bill in bills}
        for item in items:
            if not item.is_open:
                continue
            partner = item.refs["vendor"][item.data.vendor_id]
            bill = known.get((partner.id, item.data.invoice_number))
            if bill:
                item.stop(
                    "invoice.duplicate",
                    self.env._(
                        "%(vendor)s has a bill %(number)s already (%(bill)s). Reject this "
                        "message, or correct the number at the source.",
                        vendor=partner.display_name,
                        number=item.data.invoice_number,
                        bill=bill.display_name,
                    ),
                    amount=item.data.total,
                )

    def _orders(self, item):
        return item.refs["order"].get(item.data.order, self.env["purchase.order"])

    def _check_vendor(self, item):
        vendor = item.refs["vendor"][item.data.vendor_id].commercial_partner_id
        others = self._orders(item).partner_id.commercial_partner_id - vendor
        if others:
            item.stop(
                "order.vendor",
                self.env._(
                    "The invoice comes from %(vendor)s, but %(order)s was placed with %(other)s.",
                    vendor=vendor.display_name,
                    order=item.data.order,
                    other=others[0].display_name,
                ),
                amount=item.data.total,
            )

    def _check_currency(self, item):
        expected = self._orders(item).currency_id[:1] or self.env.company.currency_id
        if item.data.currency not in (None, expected.name):
            item.stop(
                "invoice.currency",
                self.env._(
                    "The invoice is in %(given)s, expected is %(expected)s.",
                    given=item.data.currency,
                    expected=expected.name,
                ),
                amount=item.data.total,
            )

    def _check_tax(self, item):
        """The tax that the order's lines bring must be the tax on the invoice."""
        currency = self._orders(item).currency_id[:1] or self.env.company.currency_id
        tax = Decimal(0)
        for line in item.data.lines:
            taxes = self._taxes(item, line)
            if taxes:
                result = taxes.compute_all(number(line.unit_price), currency, number(line.quantity))
                tax += Decimal(str(result["total_included"] - result["total_excluded"]))
        given = item.data.tax_total or Decimal(0)
        if abs(tax - given) > CENT * len(item.data.lines):
            item.stop(
                "invoice.tax",
                self.env._(
                    "The invoice says tax %(given)s, the order's taxes come to %(tax)s.",
                    given=currency.format(float(given)),
                    tax=currency.format(float(tax)),
                ),
                amount=abs(tax - given),
            )

    def _taxes(self, item, line):
        order_line = item.refs.get("order_line", {}).get(line.order_line_id)
        return order_line.tax_ids if order_line else self.env["account.tax"]

    def _check_match(self, item):
        lines = self.env["purchase.order.line"]
        findings = lines._match_bill_lines(self._prepare_match_facts(item))
        if findings:
            item.stop(
                "invoice.match",
                self.env._(
                    "Invoice %(number)s does not match %(order)s: %(findings)s",
                    number=item.data.invoice_number,
                    order=item.data.order,
                    findings=" ".join(lines._match_text(finding) for finding in findings),
                ),
                amount=item.data.total,
                details={"findings": [finding.code for finding in findings]},
            )

    def _prepare_match_facts(self, item):
        currency = self._orders(item).currency_id[:1]
        return [
            BillLineFacts(
                ref=line.line_id,
                order_line_id=item.refs["order_line"][line.order_line_id].id,
                quantity=line.quantity,
                price_unit=line.unit_price,
                amount=line.amount,
                currency_id=currency.id,
                date=item.data.invoice_date,
            )
            for line in item.data.lines
            if line.order_line_id
        ]

    # -- apply -----------------------------------------------------------------------------

    def _apply(self, items):
        bills = self.env["account.move"].create([self._prepare_bill_values(i) for i in items])
        self._register_documents(items, "invoice", bills)
        for item in items:
            item.add_document(self._orders(item))
        bills.action_request_approval()

    def _prepare_bill_values(self, item):
        data = item.data
        orders = self._orders(item)
        vendor = item.refs["vendor"][data.vendor_id]
        values = {
            "move_type": "in_invoice",
            "partner_id": vendor.id,
            "company_id": self.env.company.id,
            "currency_id": (orders.currency_id[:1] or self.env.company.currency_id).id,
            "ref": data.invoice_number,
            "invoice_date": data.invoice_date,
            "date": data.invoice_date,
            "invoice_origin": ", ".join(orders.mapped("name")),
            "invoice_line_ids": [
                Command.create(self._prepare_bill_line_values(item, line)) for line in data.lines
            ],
        }
        if data.due_date or not vendor.property_supplier_payment_term_id:
            # else the vendor's payment terms count from the invoice date
            values["invoice_date_due"] = data.due_date or data.invoice_date
        return values

    def _prepare_bill_line_values(self, item, line):
        values = {
            "name": line.description,
            "quantity": number(line.quantity),
            "price_unit": number(line.unit_price),
            "tax_ids": [Command.set(self._taxes(item, line).ids)],
        }
        order_line = item.refs.get("order_line", {}).get(line.order_line_id)
        if order_line:
            return values | {
                "product_id": order_line.product_id.id,
                "product_uom_id": order_line.product_uom_id.id,
                "purchase_line_id": order_line.id,
                "analytic_distribution": order_line.analytic_distribution,
            }
        distribution = self.env["construction.cost.key"]._distribution(
            item.refs["job"][line.job_code],
            item.refs["cost_code"][line.cost_code],
            item.refs["cost_type"][line.cost_type],
        )
        return values | {"analytic_distribution": distribution}

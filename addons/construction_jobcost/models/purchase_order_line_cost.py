# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import date as Date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models

from ..core.accrual import allocated_steps, open_levels
from ..core.projection import Projected
from ..core.values import decimal, local_day


class CommitmentStep(NamedTuple):
    """A change of what a line is committed for.

    ends: amount before and after, in company currency. quantity: the change, in the line's unit.
    """

    revision: models.Model
    day: Date
    ends: tuple[Decimal, Decimal]
    quantity: Decimal


class PurchaseOrderLine(models.Model):
    """What an order line amounts to in the job cost ledger."""

    _inherit = "purchase.order.line"

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "order_id",
                "product_qty",
                "product_uom_id",
                "price_unit",
                "price_subtotal",
                "analytic_distribution",
                "billing_basis",
                "qty_received",
                "qty_received_manual",
                "qty_received_method",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("purchase.order.line")
        return [
            ("order_id.state", "in", ["purchase", *states]),
            ("analytic_distribution", "!=", False),
        ]

    def _get_cost_documents(self):
        return {line.id: ("purchase.order", line.order_id.id, line.order_id.name) for line in self}

    def _get_cost_projection(self):
        """Commitments with their changes, confirmed services and accruals of confirmed orders."""
        lines = self.filtered(lambda line: not line.display_type)
        confirmed = lines.filtered(lambda line: line.state == "purchase")
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        # certificates count what they accept, and what is billed of it, themselves
        events = confirmed._get_cost_events(certified=False)
        result = {}
        for line, coding in zip(lines, parts, strict=True):
            coding = [(key, percent) for key, percent in coding if percent > 0]
            if coding and line not in confirmed:
                result[line.id] = line._project_unconfirmed(coding)
            elif coding:
                result[line.id] = [
                    *line._project_commitment(coding, events["revision"][line.id]),
                    *line._project_services(coding, events["service"][line.id]),
                    *line._project_accrual(coding, events, line.id),
                ]
        return result

    def _get_cost_events(self, certified=True):
        """Return {kind: {line id: dated facts}} of these lines, in bulk.

        certified: with what payment applications accept and bill.
        """
        events = {kind: defaultdict(list) for kind in ("revision", "service", "goods", "bill")}
        for revision in self.commitment_revision_ids:
            events["revision"][revision.order_line_id.id].append(revision)
        for receipt in self.service_receipt_ids:
            events["service"][receipt.order_line_id.id].append(
                (receipt.date, decimal(receipt.quantity))
            )
        for move in self.move_ids:
            quantity = move._get_received_quantity()
            if quantity:
                events["goods"][move.purchase_line_id.id].append((move._get_cost_day(), quantity))
        for bill_line in self._get_cost_bill_lines(certified):
            if bill_line._is_commitment_invoiced():
                events["bill"][bill_line.purchase_line_id.id].append(
                    (bill_line.date, bill_line._get_order_quantity(), decimal(bill_line.balance))
                )
        return events

    def _get_cost_bill_lines(self, certified):
        """Return the bill lines of these lines; ``certified``: with those of certificates."""
        return self.invoice_lines

    def _get_accepted(self, events):
        """Return [(day, quantity)] of all that was accepted on the line, in its unit."""
        return events["goods"][self.id] + events["service"][self.id]

    def _project_unconfirmed(self, coding):
        """Return what an order amounts to before it is confirmed, from the day of the order."""
        bucket = self.env["construction.cost.rule"]._get_bucket("purchase.order.line", self.state)
        if not bucket:
            return []
        day = local_day(self.order_id.date_order, self.company_id.partner_id.tz)
        ends = [decimal(0), decimal(self._get_net_amount())]
        return self._spread(bucket, coding, ends, day, decimal(self.product_qty))

    def _project_commitment(self, coding, revisions):
        """Original commitment at confirmation, later edits as changes on their days.

        What an approved change brought is projected by the change itself.
        """
        rules = self.env["construction.cost.rule"]
        original = rules._get_bucket("purchase.order.line", self.state)
        change = rules._get_bucket("purchase.order.line.change", self.state)
        return [
            projected
            for index, step in enumerate(self._get_commitment_steps(revisions))
            if not step.revision.change_line_id
            for projected in self._spread(
                change if index else original, coding, step.ends, step.day, step.quantity
            )
        ]

    def _get_commitment_steps(self, revisions):
        """Return the CommitmentStep of each revision, the original commitment first.

        The ends telescope: split by one coding, the steps sum exactly to the last amount.
        """
        self.ensure_one()
        start = self._get_commitment_day()
        known, before, steps = decimal(0), decimal(0), []
        for index, revision in enumerate(revisions):
            start = start or revision.date
            day = max(start, revision.date) if index else start
            amount, quantity = decimal(revision.amount), decimal(revision.quantity)
            steps.append(CommitmentStep(revision, day, (known, amount), quantity - before))
            known, before = amount, quantity
        return steps

    def _spread(self, bucket, coding, ends, day, quantity):
        """Split the step between two levels over the coding, exact to the currency's unit."""
        if not bucket:
            return []
        whole = sum(percent for _key, percent in coding) / 100
        rounding = decimal(self.company_id.currency_id.rounding)
        weights = [percent for _key, percent in coding]
        before, after = (
            [
                sum(amount for _day, amount in steps)
                for steps in allocated_steps([(day, end * whole)], weights, rounding)
            ]
            for end in ends
        )
        return [
            Projected(
                bucket,
                key,
                day,
                after[index] - before[index],
                quantity * percent / 100,
                self.product_uom_id.id or 0,
            )
            for index, (key, percent) in enumerate(coding)
        ]

    def _project_services(self, coding, receipts):
        """Confirmed services: each at the order's price on its day."""
        if not receipts:
            return []
        bucket = self.env["construction.cost.rule"]._get_bucket("service.receipt", "confirmed")
        price, done, result = self._get_net_price(), decimal(0), []
        for day, quantity in receipts:
            ends = [done * price, (done + quantity) * price]
            result += self._spread(bucket, coding, ends, day, quantity)
            done += quantity
        return result

    def _project_accrual(self, coding, events, line_id):
        """Accepted and not billed yet, at the order's price, as steps over time."""
        bucket = self.env["construction.cost.rule"]._get_bucket("purchase.accrual", "open")
        accepted = self._get_accepted(events)
        bills = events["bill"][line_id]
        if not bucket or not (accepted or bills):
            return []
        price = self._get_net_price()
        sign = -1 if self.product_qty < 0 else 1
        if self.billing_basis == "amount":
            sign = -1 if price * decimal(self.product_qty) < 0 else 1
            accepted = [(day, quantity * price) for day, quantity in accepted]
            levels = open_levels(accepted, [(day, amount) for day, _q, amount in bills], sign)
        else:
            open_quantities = open_levels(accepted, [(day, q) for day, q, _a in bills], sign)
            levels = [(day, quantity * price) for day, quantity in open_quantities]
        whole = sum(percent for _key, percent in coding) / 100
        steps = allocated_steps(
            [(day, level * whole) for day, level in levels],
            [percent for _key, percent in coding],
            decimal(self.company_id.currency_id.rounding),
        )
        return [
            Projected(bucket, key, day, amount)
            for (key, _percent), part in zip(coding, steps, strict=True)
            for day, amount in part
        ]

    # History ----------------------------------------------------------------------------------

    def _get_commitment_day(self):
        """Return the day the order was confirmed on, in the company's time zone."""
        approved = self.order_id.date_approve
        return approved and local_day(approved, self.company_id.partner_id.tz)

    def _get_today(self):
        return local_day(fields.Datetime.now(), self.company_id.partner_id.tz)

    def _record_history(self):
        """Keep what the lines themselves forget: earlier amounts and when services came."""
        confirmed = self.filtered(lambda r: r.state == "purchase" and not r.display_type)
        confirmed._record_commitments()
        confirmed._record_services()

    def _record_commitments(self):
        coded = self.filtered("analytic_distribution")
        revisions = coded.order_id.order_line.commitment_revision_ids
        latest = {revision.order_line_id: revision for revision in revisions}
        known_orders = revisions.order_line_id.order_id
        values = []
        for line in coded:
            last, amount = latest.get(line), line._get_net_amount()
            new = {"order_line_id": line.id, "date": line._get_today()}
            if not last and line.order_id in known_orders:
                # added to a commitment that stood before: all of it is a change
                values.append({**new, "amount": 0.0, "quantity": 0.0})
            if not last or last.amount != amount or last.quantity != line.product_qty:
                values.append({**new, "amount": amount, "quantity": line.product_qty})
        self.env["purchase.commitment.revision"].create(values)

    def _record_services(self):
        values = []
        for line in self.filtered(lambda line: line.qty_received_method == "manual"):
            missing = line.qty_received_manual - sum(line.service_receipt_ids.mapped("quantity"))
            if not line.product_uom_id.is_zero(missing):
                values.append(
                    {"order_line_id": line.id, "date": line._get_today(), "quantity": missing}
                )
        self.env["construction.service.receipt"].create(values)

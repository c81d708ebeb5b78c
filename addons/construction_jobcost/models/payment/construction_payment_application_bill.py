# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.retention_credit import BilledPart
from ...core.values import decimal


class ConstructionPaymentApplication(models.Model):
    """The bill of a certified application: gross on the job, retention on an account of its own."""

    _inherit = "construction.payment.application"

    def action_create_bill(self):
        """Create the vendor bill of certified applications, as a draft; open it."""
        self.check_access("read")
        for application in self.sudo():
            # Sudo: what the certificate holds, whoever books it; creating the bill needs the right.
            application._check_billable()
        bills = self.env["account.move"].create(
            [application._prepare_bill_values() for application in self]
        )
        for application, bill in zip(self, bills, strict=True):
            # Sudo: the step follows from creating the bill, for which the right was asked.
            application.sudo()._note_bill(bill.sudo())
        return bills._get_records_action(name=self.env._("Bill"))

    def _get_billed_parts(self):
        """Return {subcontract: {item: BilledPart}} of what the bill withholds and gives back."""
        self.ensure_one()
        return {self.order_id: {line.order_line_id: line._get_part() for line in self.line_ids}}

    def _check_billable(self):
        if self.step != "certified" or self.bill_id._is_standing():
            raise UserError(
                self.env._(
                    "%(application)s cannot be billed: only a certified application without a "
                    "bill can.",
                    application=self.display_name,
                )
            )

    def _note_bill(self, bill):
        """Keep the bill, and let the certificate's approval stand for it."""
        self._set(bill_id=bill.id)
        approval = self._get_approvals()
        facts = bill._get_approval_facts()[bill.id]
        if approval and facts.project_ids:
            bill._record_approval(
                facts.amount, facts.partner_id, facts.project_ids, origin_id=approval.id
            )

    def _prepare_bill_values(self):
        self.ensure_one()
        return {
            "move_type": "in_invoice",
            "payment_application_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.vendor_ref or self.name,
            "invoice_date": self.period_end,
            "date": self.period_end,
            "invoice_origin": self.order_id.name,
            "invoice_line_ids": [
                fields.Command.create(values) for values in self._prepare_bill_lines()
            ],
        }

    def _prepare_bill_lines(self):
        """Return the values of the bill's lines: work, then what is held back or given back."""
        lines = [
            line._prepare_bill_line_values(amount)
            for line in self.line_ids
            if (amount := line._get_gross_amount())
        ]
        held = self.order_id._group_retention(
            (line.order_line_id, self.currency_id.round(line.held - line._get_held_before()))
            for line in self.line_ids
        )
        return lines + [
            self._prepare_retention_values(float(amount), taxes) for taxes, amount in held.items()
        ]

    def _prepare_retention_values(self, held, taxes):
        """Return the line that takes ``held`` off the bill (negative: gives it back).

        A negative line on its own account keeps the job's cost gross and the liability apart.
        """
        return {
            "name": self.env._("Retention held") if held > 0 else self.env._("Retention released"),
            "account_id": self._get_retention_account(self.company_id).id,
            "quantity": 1,
            "price_unit": taxes._get_price_of_net(-held),
            **self._prepare_booked(-held),
            "tax_ids": [fields.Command.set(taxes.ids)],
            "payment_application_id": self.id,
            "retention_order_id": self.order_id.id,
        }

    def _prepare_booked(self, amount):
        """Return what a line of the bill books, as the accounting finds it from price and taxes.

        Given with all lines, it need not be written to each of them one by one. In another
        currency it follows from the rate of the bill.
        """
        if self.currency_id != self.company_id.currency_id:
            return {}
        return {"amount_currency": amount, "balance": amount}

    @api.model
    def _get_retention_account(self, company):
        """Return the account that what is held back stands on."""
        account = company.retention_payable_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account for retention payable. Set it in the settings "
                    "of Job Cost.",
                    company=company.display_name,
                )
            )
        return account


class ConstructionPaymentApplicationLine(models.Model):
    """A line of the sheet on the bill."""

    _inherit = "construction.payment.application.line"

    def _get_gross_amount(self):
        """Return what the period adds to completed and stored, in the contract's currency."""
        self.ensure_one()
        before = self.previous_work + self.previous_stored
        return self.currency_id.round(self.completed - before)

    def _get_held_before(self):
        before = self.previous_withheld_work + self.previous_withheld_stored
        return before - self.previous_released

    def _get_part(self):
        released = decimal(self.released_to_date) - decimal(self.previous_released)
        held = decimal(self.held) - decimal(self.currency_id.round(self._get_held_before()))
        return BilledPart(withheld=held + released, released=released)

    def _prepare_bill_line_values(self, amount):
        item = self.order_line_id
        quantity = self._get_billed_quantity(amount)
        return {
            "name": f"{item.name} ({self.application_id.name})",
            "product_id": item.product_id.id,
            "product_uom_id": item.product_uom_id.id,
            "purchase_line_id": item.id,
            "quantity": quantity,
            "price_unit": item.tax_ids._get_price_of_net(amount, quantity, item.product_id),
            **self.application_id._prepare_booked(amount),
            "tax_ids": [fields.Command.set(item.tax_ids.ids)],
            "analytic_distribution": item.analytic_distribution,
            "payment_application_id": self.application_id.id,
        }

    def _get_billed_quantity(self, amount):
        """Return the quantity that an amount stands for; never zero: the amount is what counts."""
        if not self._is_by_quantity():
            return 1.0
        if self._is_measured():
            return self.claimed_quantity
        price = self._get_item_price()
        return (self.uom_id.round(amount / price) if price else 0.0) or 1.0

    def _is_measured(self):
        """Tell whether the amount is that of the claimed quantity."""
        return bool(self.claimed_quantity) and not self._is_cut() and not self.claimed_stored

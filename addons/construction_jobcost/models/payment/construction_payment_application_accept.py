# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ...core.certified_work import taken_over
from ...core.values import decimal


class ConstructionPaymentApplication(models.Model):
    """Certifying accepts the work on the order, as a confirmation of the site does."""

    _inherit = "construction.payment.application"

    service_receipt_ids = fields.One2many(
        "construction.service.receipt", "payment_application_id", readonly=True
    )

    def _set_step(self, step, **vals):
        result = super()._set_step(step, **vals)
        if step == "certified":
            self._take_over_confirmations()
            self._note_certified()
        elif step == "void":
            self._give_back_confirmations()
            self._note_certified()
        return result

    def _note_certified(self):
        """Let the order lines say what the last certificate in force accepts."""
        # Sudo: noting what is certified follows from certifying, for which the right was asked.
        orders = self.order_id.sudo()
        known = orders._get_certified_standings()
        for line in orders._get_payment_items():
            amount = float(known[line.id].completed) if line.id in known else 0.0
            if line.currency_id.compare_amounts(line.certified_amount, amount):
                line.certified_amount = amount
        for line in self.line_ids.filtered(lambda line: line.may_overbill):
            line._accept_overbilling()

    def _take_over_confirmations(self):
        """Take off the site's confirmations what the certificate accepts of the same work."""
        values = [
            line._prepare_take_over(amount)
            for line in self.line_ids
            if line.order_line_id._is_certifiable() and (amount := line._get_taken_over())
        ]
        self._create_confirmations(values)

    def _give_back_confirmations(self):
        """Let confirmations count again that a void certificate took over."""
        taken = self.sudo().service_receipt_ids.filtered(
            lambda receipt: not receipt.corrected_id and not receipt.correction_ids
        )
        reason = self.env._("The certificate is void")
        self._create_confirmations(
            [
                {**receipt._prepare_counter(reason), "payment_application_id": application.id}
                for application, receipts in taken.grouped("payment_application_id").items()
                for receipt in receipts
            ]
        )

    def _create_confirmations(self, values):
        # Sudo: confirmations are kept by the system; the right to certify was checked.
        created = self.env["construction.service.receipt"].sudo().create(values)
        created.order_line_id._sum_services()


class ConstructionPaymentApplicationLine(models.Model):
    """What a line of the sheet accepts of its order line."""

    _inherit = "construction.payment.application.line"

    def _get_taken_over(self):
        """Return what of the site's confirmations the line accepts, too (Decimal)."""
        # Sudo: what was confirmed counts whoever certifies.
        item = self.order_line_id.sudo()
        quantity = sum(item.service_receipt_ids.mapped("quantity"))
        confirmed = (quantity + item._get_milestone_quantity()) * item._get_unit_value()
        return taken_over(decimal(confirmed), decimal(self._get_gross_amount()))

    def _prepare_take_over(self, amount):
        application = self.application_id
        return {
            "order_line_id": self.order_line_id.id,
            "date": application.period_end,
            "quantity": -float(amount) / self.order_line_id._get_unit_value(),
            "reference": application.name,
            "note": self.env._("Certified"),
            "payment_application_id": application.id,
        }

    def _accept_overbilling(self):
        """Accept what the allowance of the line lets be certified beyond the ordered quantity."""
        item = self.order_line_id.sudo()
        if abs(item.qty_received) > abs(item.product_qty) and item._is_certifiable():
            item._accept_over_receipt(item.qty_received, self.application_id.name)


class ConstructionServiceReceipt(models.Model):
    """A confirmation that a certificate took over, or gave back."""

    _inherit = "construction.service.receipt"

    payment_application_id = fields.Many2one(
        "construction.payment.application",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...core import precommit
from .account_move_compliance import BILLS

MARKED = "construction_jobcost.compliance.payments"
MARKED_PARTS = "construction_jobcost.compliance.partials"
#: States of a payment on its way.
UNDER_WAY = ("in_process", "paid")


class AccountPayment(models.Model):
    """Money goes to a vendor when the papers are in that its bills wait for."""

    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._mark_under_way()
        return payments

    def write(self, vals):
        waiting = self.filtered(lambda payment: payment.state not in UNDER_WAY)
        result = super().write(vals)
        (self if "invoice_ids" in vals else waiting)._mark_under_way()
        return result

    def action_post(self):
        self._get_outgoing().invoice_ids._check_payable()
        return super().action_post()

    def _get_outgoing(self):
        # also what is booked as paid to a customer: the vendor gets the money all the same
        return self.filtered(lambda payment: payment.payment_type == "outbound")

    def _mark_under_way(self):
        """Have payments that went out looked at, when what they pay is known."""
        outgoing = self._get_outgoing().filtered(lambda payment: payment.state in UNDER_WAY)
        rules = self.env["construction.compliance.rule"]
        if any(rules._get_rules(company.id) for company in outgoing.company_id):
            precommit.collect(
                self.env.cr, MARKED, outgoing.ids, self.browse()._check_marked_payments
            )

    def _check_marked_payments(self):
        # Sudo: the guard judges what was paid, not what who pays may read.
        payments = self.sudo().browse(precommit.drain(self.env.cr, MARKED)).exists()
        payments.invalidate_recordset()
        payments.invoice_ids._check_payable()
        for payment in payments:
            if not payment._is_allocated():
                payment._check_no_bill_on_hold()

    def _is_allocated(self):
        """Tell whether all of the payment pays bills that it names."""
        owed = self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type in ("liability_payable", "asset_receivable")
        )
        if self.move_id:
            return not any(owed.mapped("amount_residual"))
        return bool(self.invoice_ids)

    def _check_no_bill_on_hold(self):
        """Raise UserError where money goes to a vendor past its bills that are on hold."""
        domain = self.env["account.move"]._get_compliance_open_domain()
        domain &= Domain("commercial_partner_id", "=", self.partner_id.commercial_partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id)
        bills = self.env["account.move"].search(domain & Domain("job_ids", "!=", False))
        held = bills.filtered(lambda bill: bill.compliance_state == "hold")
        if held:
            raise UserError(
                self.env._(
                    "The payment to %(vendor)s does not say for all of it which bills it pays, and "
                    "these are on hold: %(bills)s. Pay the bills that are not, from the bills.",
                    vendor=self.partner_id.display_name,
                    bills=", ".join(held.mapped("display_name")),
                )
            )


class AccountPartialReconcile(models.Model):
    """A bill is paid by whatever is set against it but credit notes of the vendor."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        bills = partials._get_bill_pairs()
        if bills:
            precommit.collect(
                self.env.cr,
                MARKED_PARTS,
                {partial.id for partial, _bill, _other in bills},
                self.browse()._check_marked_partials,
            )
        return partials

    def _get_bill_pairs(self):
        """Return [(partial, bill, what is set against it)], credit notes left out."""
        pairs = []
        for partial in self:
            bill, other = partial.credit_move_id.move_id, partial.debit_move_id.move_id
            if bill.move_type in BILLS and not other.is_purchase_document(include_receipts=True):
                pairs.append((partial, bill, other))
        return pairs

    def _check_marked_partials(self):
        # Sudo: the guard judges what was paid, not what who pays may read.
        partials = self.sudo().browse(precommit.drain(self.env.cr, MARKED_PARTS)).exists()
        pairs = partials._get_bill_pairs()
        # differences of exchange rates are set against bills and pay nothing
        moves = [other.id for _partial, _bill, other in pairs]
        exchange = self.sudo().search([("exchange_move_id", "in", moves)]).exchange_move_id
        bills = (
            self.env["account.move"]
            .sudo()
            .union(*(bill for _partial, bill, other in pairs if other not in exchange))
        )
        bills._check_compliance(bills._get_guarded_cases())


class AccountPaymentRegister(models.TransientModel):
    """Paying bills from the bills: what is on hold is told before a payment is made."""

    _inherit = "account.payment.register"

    def _create_payments(self):
        self.line_ids.move_id._check_payable()
        return super()._create_payments()

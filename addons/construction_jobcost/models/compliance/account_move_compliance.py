# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...core.compliance import PAYMENT

#: Bills that ask to be paid; credit notes do not.
BILLS = ("in_invoice", "in_receipt")
#: Of a bill that is paid.
PAID = ("paid", "in_payment")
#: Of a bill that asks for nothing any more.
SETTLED = (*PAID, "reversed")


class AccountMove(models.Model):
    """Bills of subcontracts and orders are paid when the papers are in."""

    _name = "account.move"
    _inherit = ["account.move", "construction.compliance.checked"]
    _waive_field = "bill_id"

    @api.model
    def _get_compliance_open_domain(self):
        bills = Domain("move_type", "in", BILLS) & Domain("state", "in", ["draft", "posted"])
        return bills & Domain("payment_state", "not in", SETTLED)

    def _get_compliance_cases(self):
        return self.filtered_domain(self._get_compliance_open_domain())._get_guarded_cases()

    def _get_guarded_cases(self):
        """Return {bill: [Case]} of what bills pay: applications, releases, lines of orders."""
        bills = self.filtered(lambda move: move.move_type in BILLS)
        documents = bills._get_paid_documents()
        found = [document for paid in documents.values() for document in paid]
        applications = self._pick(found, "construction.payment.application")
        releases = self._pick(found, "construction.retention.release")
        cases = {
            **applications._get_cases_at(PAYMENT),
            **releases._get_cases_at(PAYMENT, together=applications),
        }
        result = {
            bill: [case for document in paid for case in cases[document]]
            for bill, paid in documents.items()
        }
        direct = bills._get_direct_cases(
            [(bill, order) for bill, paid in documents.items() for order in bill._get_direct(paid)]
        )
        for (bill, _order), case in direct.items():
            result[bill].append(case)
        return result

    def _get_direct(self, paid):
        """Return the orders of a bill that it does not bill by what it pays."""
        # who links a bill to an application by hand does not make it the application's bill
        own = [document for document in paid if document.bill_id == self]
        orders = self.invoice_line_ids.purchase_line_id.order_id
        known = {order for document in own for order in document._get_paid_orders()}
        return orders.filtered(lambda order: order not in known)

    @api.model
    def _pick(self, documents, model):
        # Sudo: what a bill pays does not depend on who pays it.
        return (
            self.env[model]
            .sudo()
            .union(*(document for document in documents if document._name == model))
        )

    def _get_paid_documents(self):
        """Return {bill: [applications and retention releases that it pays]}."""
        result = {bill: [] for bill in self}
        domain = Domain("bill_id", "in", self.ids) | Domain("bill_ids", "in", self.ids)
        for model in ("construction.payment.application", "construction.retention.release"):
            # Sudo: what a bill pays does not depend on who pays it.
            for document in self.env[model].sudo().search(domain):
                for bill in (document.bill_id | document.bill_ids) & self:
                    result[bill].append(document)
        return result

    def _get_waived_documents(self):
        return {bill: [bill, *paid] for bill, paid in self._get_paid_documents().items()}

    def _get_waive_jobs(self):
        return self.job_ids

    def _check_payable(self):
        """Raise UserError for bills that wait for papers, before anything is paid."""
        # Sudo: what a bill pays, and waits for, does not depend on who pays it.
        bills = self.sudo()
        bills._check_no_stop(bills._get_compliance_findings(bills._get_guarded_cases()))


class ConstructionPaymentApplication(models.Model):
    _inherit = "construction.payment.application"

    def _get_paid_orders(self):
        return self.order_id


class ConstructionRetentionRelease(models.Model):
    _inherit = "construction.retention.release"

    def _get_paid_orders(self):
        return self.line_ids.order_id

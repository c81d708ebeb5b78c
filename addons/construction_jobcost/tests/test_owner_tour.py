# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .bank_common import BankCommon
from .clock_common import clock
from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestOwnerTour(BankCommon, OwnerCommon, HttpCase):
    """Items of 10,000.00 and 5,000.55, 10 % retention, two payers of 60 and 40 %."""

    def test_disputed_percents_are_resolved_before_the_invoices_are_paid(self):
        """All that people do is done on screen, each as a person with the least rights.

        Item 1: finance is right with 50 %, 5,000.00. Item 2: the field is with 20 %, 1,000.11.
        """
        with clock("2026-03-02 12:00:00"):
            contract = self._contract(
                10000.0,
                5000.55,
                payers=[(self.owner, 60), (self.water, 40)],
                retention_work_percent=10,
            )
        with clock("2026-04-02 12:00:00"):
            self._tour("open", self.finance)
            self._tour("field", self.site, "field-progress")
            self._tour("claim", self.finance)
            application = contract.application_ids
            self.assertEqual((application.state, application.gross_amount), ("submitted", 6500.17))
            self._tour("refused", self.approver)
            self.assertEqual(application.state, "submitted")
            self._tour("resolve", self.finance)
            self._tour("certify", self.approver)
            self.assertEqual(application.state, "certified")
        self._check_resolved(application)
        with clock("2026-04-30 12:00:00"):
            self._tour("invoice", self.finance)
        self._check_money(application)

    def _check_resolved(self, application):
        self.assertRecordValues(
            application.line_ids,
            [
                {
                    "field_user_id": self.site.id,
                    "field_percent": field,
                    "resolved_by_id": self.finance.id,
                    "resolved_taken": taken,
                    "resolve_reason": reason,
                    "work_to_date": work,
                }
                for field, taken, reason, work in (
                    (60, "finance", "Formwork does not count", 5000),
                    (20, "field", "Measured together", 1000.11),
                )
            ],
        )
        self.assertEqual((application.gross_amount, application.due_amount), (6000.11, 5400.10))

    def _check_money(self, application):
        """Each payer paid its share to the cent; what is held is left."""
        invoices = application.invoice_ids.sorted("id")
        self.assertRecordValues(
            invoices,
            [
                {
                    "partner_id": payer.id,
                    "state": "posted",
                    "payment_state": "paid",
                    "amount_total": total,
                    "create_uid": self.finance.id,
                }
                for payer, total in ((self.owner, 3240.06), (self.water, 2160.04))
            ],
        )
        self.assertEqual(application.state, "paid")
        payments = self.env["account.payment"].search(
            [("journal_id", "=", self.bank.id), ("payment_type", "=", "inbound")], order="id"
        )
        self.assertEqual(
            [(payment.partner_id, payment.amount, str(payment.date)) for payment in payments],
            [(self.owner, 3240.06, "2026-04-30"), (self.water, 2160.04, "2026-04-30")],
        )
        self.assertEqual(
            self._figures("billed", "owner_retention_held", "collected"),
            (6000.11, 600.01, 5400.10),
        )
        self.assertEqual(
            [self._balance(a) for a in (self.receivable, self.retained, self.income)],
            [0, 600.01, -6000.11],
        )
        self.assertFalse(self.env["construction.cost.entry"]._sweep())

    def _balance(self, account):
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(items.mapped("balance")), 2)

    def _tour(self, name, user, path="owner-applications"):
        self.env.flush_all()
        self.start_tour(f"/odoo/{path}", f"construction_owner_{name}", login=user.login)
        self.env.invalidate_all()

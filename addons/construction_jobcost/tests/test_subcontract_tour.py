# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .clock_common import clock
from .compliance_pay_common import CompliancePayCommon
from .retention_common import RETENTION

APPLICATIONS, RELEASES = "payment-applications", "retention-releases"


@tagged("post_install", "-at_install")
class TestSubcontractTour(CompliancePayCommon, HttpCase):
    """A subcontract of 10,000.00 + 5,000.55 with 10 % retention, from claim to last payment."""

    def test_from_the_first_application_to_the_last_retention(self):
        """All that people do is done on screen by who may; the insurance ends in between."""
        with clock("2026-02-27"):
            self.contract = self._subcontract(
                10000.0, 5000.55, retention_work_percent=10, commitment_type="subcontract"
            )
            self._rule(self.liability, "payment")
            self._insured(valid_to="2026-04-30")
        with clock("2026-04-02"):
            self._first_application()
        with clock("2026-06-02"):
            self._final_application()
        with clock("2026-06-15"):
            self._retention_release()
        self._check_money()

    def _first_application(self):
        self._tour("claim", self.manager)
        first = self.contract.payment_application_ids
        self.assertRecordValues(
            first,
            [
                {
                    "state": "submitted",
                    "create_uid": self.manager.id,
                    "gross_amount": 3234.56,
                    "held_amount": 323.46,
                    "due_amount": 2911.10,
                }
            ],
        )
        self._tour("certify", self.approver)
        self.assertEqual(first.state, "certified")
        self.assertEqual(self._retention(), (0, 0, 0))
        self._tour("pay", self.bookkeeper)
        self.assertRecordValues(
            first.sudo().bill_id,
            [{"amount_total": 2911.10, "payment_state": "paid", "create_uid": self.bookkeeper.id}],
        )
        self.assertEqual(first.state, "paid")
        self.assertEqual(self._retention(), (323.46, 0, 0))

    def _final_application(self):
        self._tour("claim_rest", self.manager)
        final = self.contract.payment_application_ids.filtered("is_final")
        self.assertRecordValues(
            final,
            [
                {
                    "state": "submitted",
                    "gross_amount": 11765.99,
                    "held_amount": 1500.06,
                    "previous_amount": 2911.10,
                    "due_amount": 10589.39,
                    "balance_amount": 1500.06,
                }
            ],
        )
        self._tour("certify", self.approver)
        self._tour("refused", self.bookkeeper)
        self.assertEqual((final.state, final.compliance_state), ("billed", "hold"))
        self.assertEqual(self._get_payments().mapped("amount"), [2911.10])
        self._tour("insure", self.buyer)
        paper = self.env["construction.compliance.document"].search([("number", "=", "GL-2")])
        self.assertEqual((paper.state, paper.entered_by_id), ("draft", self.buyer))
        self._tour("verify", self.finance, "compliance-documents")
        self.assertEqual((paper.state, paper.verified_by_id), ("verified", self.finance))
        self._tour("pay_rest", self.bookkeeper)
        self.assertEqual((final.state, final.compliance_state), ("paid", "clear"))
        self.assertEqual(self._retention(), (1500.06, 0, 0))

    def _retention_release(self):
        self._tour("release", self.manager, RELEASES)
        release = self.env["construction.retention.release"].search(
            [("partner_id", "=", self.vendor.id)]
        )
        self.assertRecordValues(release, [{"state": "submitted", "amount": 1500.06}])
        self.assertEqual(release.line_ids.mapped("amount"), [1000, 500.06])
        self._tour("release_approve", self.approver, RELEASES)
        self.assertEqual((release.state, self._retention()), ("approved", (1500.06, 0, 0)))
        self._tour("release_pay", self.bookkeeper, RELEASES)
        self.assertEqual(release.state, "paid")

    def _check_money(self):
        """What was agreed was billed and paid, and nothing is held any more."""
        buckets = self._buckets()
        self.assertEqual(self._retention(), (0, 1500.06, 1500.06))
        self.assertEqual(round(buckets["invoiced"], 2), 15000.55)
        self.assertEqual(round(buckets["original_commitments"], 2), 15000.55)
        self.assertNotIn("accrued", buckets)
        bills = self.env["account.move"].search(
            [("partner_id", "=", self.vendor.id), ("move_type", "=", "in_invoice")], order="id"
        )
        self.assertEqual(bills.mapped("amount_total"), [2911.10, 10589.39, 1500.06])
        self.assertEqual(set(bills.mapped("payment_state")), {"paid"})
        payments = self._get_payments()
        self.assertEqual(payments.mapped("amount"), [2911.10, 10589.39, 1500.06])
        self.assertEqual(
            payments.mapped(lambda payment: str(payment.date)),
            ["2026-04-02", "2026-06-02", "2026-06-15"],
        )
        self.assertEqual(payments.create_uid, self.bookkeeper)
        self.assertEqual(
            [self._balance(a) for a in (self.expense, self.outstanding)], [15000.55, -15000.55]
        )
        self.assertEqual([self._balance(a) for a in (self.retention, self.payable)], [0, 0])
        self.assertSwept()

    def _get_payments(self):
        return self.env["account.payment"].search(
            [("partner_id", "=", self.vendor.id), ("state", "in", ("in_process", "paid"))],
            order="id",
        )

    def _balance(self, account):
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(items.mapped("balance")), 2)

    def _retention(self):
        """Return (held, released, paid) of the job in the ledger."""
        buckets = self._buckets()
        return tuple(round(buckets.get(bucket, 0), 2) for bucket in RETENTION)

    def _tour(self, name, user, path=APPLICATIONS):
        self.env.cr.flush()
        self.start_tour(f"/odoo/{path}", f"construction_subcontract_{name}", login=user.login)
        self.env.invalidate_all()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .compliance_common import OVER
from .compliance_pay_common import CompliancePayCommon


@tagged("post_install", "-at_install")
class TestComplianceTour(CompliancePayCommon, HttpCase):
    def test_papers_stop_a_certificate_and_a_release(self):
        """Until they are entered by one person and verified by another, each with least rights."""
        self._rule(self.liability, "certification")
        self._rule(self.lien, "certification", waivers="current")
        self._insured(valid_to=OVER)
        contract = self._subcontract(
            10000.0, retention_work_percent=10, commitment_type="subcontract"
        )
        first = self._claim_and_certify(contract)
        self._pay(self._billed(first))
        self.assertEqual((first.state, first.due_amount), ("paid", 1800))
        self._finish(contract)
        self.assertEqual(self._buckets()["retention_held"], 1000)
        release = self._release(contract)
        self.assertStopped("conditional, final", release.with_user(self.approver).action_approve)
        self._visit("construction_compliance_final_waiver", self.buyer, release)
        self._verify_last()
        self._visit("construction_compliance_release", self.approver, release)
        self._pay(self._billed(release))
        self.assertEqual((release.state, release.amount), ("paid", 1000))
        self.assertNotIn("retention_held", self._buckets())
        self.assertSwept()

    def _claim_and_certify(self, contract):
        self.start_tour(
            "/odoo/payment-applications", "construction_compliance_claim", login=self.manager.login
        )
        application = contract.payment_application_ids
        self.assertEqual((application.step, application.gross_amount), ("submitted", 2000))
        self._visit("construction_compliance_stopped", self.approver, application)
        self.assertEqual(application.step, "submitted")
        self.start_tour(
            "/odoo/compliance-documents", "construction_compliance_enter", login=self.buyer.login
        )
        self._verify_last()
        self._waiver(application)
        self._visit("construction_compliance_certify", self.approver, application)
        self.assertEqual(application.step, "certified")
        return application

    def _verify_last(self):
        paper = self.env["construction.compliance.document"].search([], limit=1, order="id desc")
        self.assertEqual((paper.step, paper.entered_by_id), ("draft", self.buyer))
        self._visit("construction_compliance_verify", self.finance, paper)
        self.assertEqual((paper.step, paper.verified_by_id), ("verified", self.finance))

    def _finish(self, contract):
        """Claim the rest by the final application, and pay it."""
        final = self._application(
            contract, 8000.0, period_start="2026-04-01", period_end="2026-04-30", is_final=True
        )
        final.action_submit()
        certify = final.with_user(self.approver).action_certify
        self.assertStopped("conditional, final", certify)
        self._waiver(final, waiver_scope="final")
        certify()
        self._pay(self._billed(final))
        self.assertEqual(final.state, "paid")

    def _release(self, contract):
        release = (
            self.env["construction.retention.release"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "order_ids": contract.ids,
                    "date": "2026-06-09",
                    "reason": "Substantial completion",
                }
            )
        )
        release.action_fill()
        release.action_submit()
        return release

    def _visit(self, tour, user, record):
        """Walk a tour on the form of a record."""
        self.env.cr.flush()
        paths = {
            "construction.payment.application": "payment-applications",
            "construction.retention.release": "retention-releases",
            "construction.compliance.document": "compliance-documents",
        }
        self.start_tour(f"/odoo/{paths[record._name]}/{record.id}", tour, login=user.login)
        self.env.invalidate_all()

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.compliance_insurance import insured_until
from .compliance_common import AHEAD, OVER, ComplianceCommon

days = st.dates(date(2025, 1, 1), date(2030, 1, 1))
certificates = st.lists(st.tuples(st.sampled_from("abc"), st.none() | days))


@tagged("post_install", "-at_install")
class TestComplianceInsuranceCore(BaseCase):
    def test_the_first_kind_that_ends(self):
        june, july, august = (date(2026, month, 30) for month in (6, 7, 8))
        for papers, until in (
            ([], None),
            ([("a", None)], None),
            ([("a", june)], june),
            ([("a", june), ("a", august)], august),
            ([("a", august), ("b", july), ("b", june)], july),
            ([("a", june), ("a", None), ("b", july)], july),
        ):
            with self.subTest(papers=papers):
                self.assertEqual(insured_until(papers), until)

    @given(certificates, st.sampled_from("abc"), days)
    def test_a_certificate_more_of_a_kind_only_makes_it_longer(self, papers, kind, last):
        before = insured_until(papers) or date.max
        after = insured_until([*papers, (kind, last)]) or date.max
        if kind in dict(papers):
            self.assertGreaterEqual(after, before)
        else:
            self.assertEqual(after, min(before, last))


@tagged("post_install", "-at_install")
class TestComplianceInsurance(ComplianceCommon):
    """Until when a vendor is insured: as its verified certificates say, and nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls("test_as_the_certificates_say")._subcontract(
            10000.0, commitment_type="subcontract"
        )
        cls.workers = cls.env.ref("construction_jobcost.compliance_type_workers_compensation")

    def _until(self, record, name):
        self.env.invalidate_all()
        found = record.with_user(self.buyer).with_company(self.company)[name]
        return str(found) if found else ""

    def test_as_the_certificates_say(self):
        self.assertEqual(self._until(self.vendor, "insurance_expiry"), "")
        self._insured(valid_to="2026-06-30")
        self._verified(self.workers, number="WC-1", valid_to="2026-05-31")
        draft = self._paper(self.workers, number="WC-2", valid_to="2027-05-31")
        for record, name in ((self.vendor, "insurance_expiry"), (self.order, "insurance_end_date")):
            self.assertEqual(self._until(record, name), "2026-05-31")
        draft.with_user(self.finance).action_verify()
        for record, name in ((self.vendor, "insurance_expiry"), (self.order, "insurance_end_date")):
            self.assertEqual(self._until(record, name), "2026-06-30")

    def test_certificates_of_an_order_or_another_company(self):
        self._insured(valid_to="2026-06-30", order_id=self.order.id)
        other = self._subcontract(100.0, commitment_type="subcontract")
        self.assertEqual(self._until(self.order, "insurance_end_date"), "2026-06-30")
        self.assertEqual(self._until(other, "insurance_end_date"), "")
        self.assertEqual(self._until(self.vendor, "insurance_expiry"), "")
        stranger = self._stranger("purchase.group_purchase_user")
        foreign = self.env["construction.compliance.document"].with_user(stranger)
        foreign = foreign.with_context(allowed_company_ids=stranger.company_id.ids).create(
            {
                "type_id": self.liability.id,
                "partner_id": self.vendor.id,
                "number": "X",
                "valid_to": AHEAD,
            }
        )
        foreign.sudo()._set(step="verified")
        self.assertEqual(self._until(self.vendor, "insurance_expiry"), "")

    def test_orders_whose_insurance_ended(self):
        orders = self.env["purchase.order"].with_user(self.buyer)
        ended = [("partner_id", "=", self.vendor.id), ("insurance_end_date", "<", "today")]
        self.assertFalse(orders.search(ended))
        self._insured(valid_to=OVER)
        self.assertEqual(orders.search(ended), self.order)
        self._insured()
        self.env.invalidate_all()
        self.assertFalse(orders.search(ended))
        self.assertEqual(
            orders.search(
                [("partner_id", "=", self.vendor.id), ("insurance_end_date", ">=", OVER)]
            ),
            self.order,
        )

    def test_what_somebody_says_is_verified_first(self):
        papers = self.env["construction.compliance.document"].with_user(self.buyer)
        claim = papers._claim_insurances
        first, second = date(2026, 6, 30), date(2026, 7, 31)
        claim(self.company, {self.vendor: first, self.other_vendor: second})
        claim(self.company, {self.vendor: first})
        found = papers.search([("partner_id", "=", self.vendor.id)])
        self.assertRecordValues(
            found, [{"step": "draft", "valid_to": first, "type_id": self.liability.id}]
        )
        claim(self.company, {self.vendor: second})
        self.assertEqual((found.valid_to, papers.search_count([])), (second, 2))
        self.assertEqual(self._until(self.vendor, "insurance_expiry"), "")
        found.number = "GL-1"
        found.with_user(self.finance).action_verify()
        claim(self.company, {self.vendor: second})
        self.assertEqual(papers.search_count([("partner_id", "=", self.vendor.id)]), 1)
        self.assertEqual(self._until(self.vendor, "insurance_expiry"), "2026-07-31")
        claim(self.company, {self.vendor: first})
        self.assertEqual(papers.search_count([("partner_id", "=", self.vendor.id)]), 2)

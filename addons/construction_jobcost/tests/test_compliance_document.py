# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .compliance_common import AHEAD, ComplianceCommon


@tagged("post_install", "-at_install")
class TestComplianceDocument(ComplianceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls("test_another_person_verifies")._subcontract(
            10000.0, commitment_type="subcontract"
        )

    def test_another_person_verifies(self):
        paper = self._paper(self.liability, number="GL-1", valid_to=AHEAD)
        with self.assertRaises(AccessError):
            paper.action_verify()
        for user in (self.reader, self.manager, self.waiver):
            with self.assertRaises(AccessError):
                paper.with_user(user).action_verify()
        # who changes it has entered it
        paper.with_user(self.finance).number = "GL-2"
        with self.assertRaises(AccessError):
            paper.with_user(self.finance).action_verify()
        second = self._person("pc_finance2", "construction_jobcost.group_finance", self.company)
        paper.with_user(second).action_verify()
        self.assertEqual((paper.step, paper.verified_by_id), ("verified", second))

    def test_what_was_verified_stays(self):
        paper = self._insured()
        for values in (
            {"valid_to": "2100-01-01"},
            {"cover_amount": 5},
            {"step": "draft"},
            {"verified_by_id": self.buyer.id},
            {"entered_by_id": self.finance.id},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                paper.write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            paper.unlink()
        papers = self.env["construction.compliance.document"].with_user(self.buyer)
        values = {"type_id": self.liability.id, "partner_id": self.vendor.id}
        with self.assertRaises(UserError), self.cr.savepoint():
            papers.create({**values, "step": "verified"})
        with self.assertRaises(UserError), self.cr.savepoint():
            papers.create({**values, "entered_by_id": self.finance.id})
        born = papers.with_context(default_step="verified", default_entered_by_id=1).create(values)
        self.assertEqual((born.step, born.entered_by_id), ("draft", self.buyer))
        paper.action_draft()
        self.assertEqual((paper.state, paper.verified_by_id.id), ("draft", False))

    def test_nothing_half_filled_in_is_verified(self):
        paper = self._paper(self.liability, number="GL-1")
        with self.assertRaisesRegex(UserError, "Valid To"):
            paper.with_user(self.finance).action_verify()
        application = self._application(self.contract, 1000.0)
        application.action_submit()
        waiver = self._paper(self.lien, application_id=application.id)
        self.assertEqual((waiver.order_id, waiver.project_id), (self.contract, self.job))
        with self.assertRaisesRegex(UserError, "Signed on"):
            waiver.with_user(self.finance).action_verify()
        with self.assertRaisesRegex(UserError, "reason"):
            waiver.with_user(self.finance).action_reject()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            waiver.partner_id = self.other_vendor
        waiver.write(
            {
                "waiver_condition": "conditional",
                "waiver_scope": "progress",
                "through_date": "2026-03-31",
                "signed_date": "2026-04-02",
                "currency_id": self._euro(("2026-01-01", 0.5)).id,
            }
        )
        with self.assertRaisesRegex(UserError, "currency of the subcontract"):
            waiver.with_user(self.finance).action_verify()

    def test_who_reads_which_paper(self):
        other_job = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        wide = self._insured()
        narrow = self._insured(project_id=other_job.id)
        self.assertEqual(wide.with_user(self.reader).number, "GL-1")
        with self.assertRaises(AccessError):
            narrow.with_user(self.reader).read(["number"])
        with self.assertRaises(AccessError):
            wide.with_user(self.reader).write({"number": "X"})
        stranger = self._stranger("construction_jobcost.group_finance")
        for paper in (wide, narrow):
            with self.assertRaises(AccessError):
                paper.with_user(stranger).read(["number"])
        rule = self._rule(self.liability, "payment")
        with self.assertRaises(AccessError):
            rule.with_user(self.finance).consequence = "warn"
        with self.assertRaises(AccessError):
            rule.with_user(stranger).read(["stage"])

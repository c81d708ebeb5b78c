# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .compliance_common import AHEAD, OVER, ComplianceCommon

ACTIVITY = "construction_jobcost.mail_activity_compliance"


@tagged("post_install", "-at_install")
class TestComplianceScreens(ComplianceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_what_is_required_of_an_order")
        cls.contract = case._subcontract(10000.0, commitment_type="subcontract")
        cls.rule = case._rule(cls.liability, "certification")

    def _rows(self, action):
        self.assertEqual(action["res_model"], "construction.compliance.requirement")
        return self.env["construction.compliance.requirement"].search(action["domain"])

    def test_what_is_required_of_an_order(self):
        self._rule(self.lien, "certification")
        self._rule(self.payroll, "certification", consequence="warn")
        application = self._application(
            self.contract, 1000.0, period_start="2026-03-02", period_end="2026-03-15"
        )
        paper = self._insured(valid_to=OVER)
        for record in (self.contract, self.job, self.vendor):
            rows = self._rows(record.with_user(self.manager).action_view_requirements())
            self.assertEqual(
                [(row.document_name, row.name, row.status) for row in rows.sorted("id")],
                [
                    (self.contract.name, "General Liability Insurance", "stop"),
                    (application.name, "General Liability Insurance", "stop"),
                    (
                        application.name,
                        f"Lien Waiver (conditional, progress) for {application.name}",
                        "stop",
                    ),
                    (
                        application.name,
                        "Certified Payroll of the week until 03/08/2026",
                        "warning",
                    ),
                    (
                        application.name,
                        "Certified Payroll of the week until 03/15/2026",
                        "warning",
                    ),
                ],
            )
        insurance = rows.filtered(lambda row: row.rule_id == self.rule)[:1]
        self.assertEqual(
            (insurance.paper_id, insurance.reason_code, str(insurance.valid_to)),
            (paper, "compliance.expired", OVER),
        )
        with self.assertRaises(AccessError):
            rows.with_user(self.reader).read(["name"])

    def test_what_is_lacking_is_entered_from_there(self):
        self._rule(self.lien, "certification")
        application = self._application(self.contract, 1000.0)
        rows = self._rows(application.with_user(self.buyer).action_view_requirements())
        for row in rows:
            action = row.with_user(self.buyer).action_enter_paper()
            form = Form(
                self.env[action["res_model"]]
                .with_user(self.buyer)
                .with_context(**action["context"])
            )
            if row.rule_id == self.rule:
                form.number, form.valid_to, form.cover_amount = "GL-7", AHEAD, 1000000
            else:
                form.signed_date = "2026-04-02"
            form.save().with_user(self.finance).action_verify()
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "clear")

    def test_who_may_lets_pass_from_there(self):
        application = self._application(self.contract, 1000.0)
        row = self._rows(application.with_user(self.manager).action_view_requirements())
        self.assertFalse(row.with_user(self.manager).may_waive)
        row = self._rows(application.with_user(self.waiver).action_view_requirements())
        self.assertTrue(row.with_user(self.waiver).may_waive)
        action = row.with_user(self.waiver).action_waive()
        form = Form(
            self.env[action["res_model"]].with_user(self.waiver).with_context(**action["context"])
        )
        form.date_until, form.reason = AHEAD, "Certificate is in the mail"
        form.save()
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "clear")

    def test_the_vendor_shows_what_its_work_waits_for(self):
        vendor = self.vendor.with_user(self.manager).with_context(
            allowed_company_ids=self.company.ids
        )
        self.assertEqual(vendor.compliance_state, "hold")
        self.assertIn("not handed in", vendor.compliance_note)
        self._insured()
        self.env.invalidate_all()
        self.assertEqual((vendor.compliance_state, vendor.compliance_note), ("clear", ""))
        self.assertEqual(vendor.compliance_document_count, 1)
        action = vendor.action_view_compliance_documents()
        found = self.env["construction.compliance.document"].search(action["domain"])
        self.assertEqual(found.number, "GL-1")

    # Reminders --------------------------------------------------------------------------------

    def _ending(self, days, **values):
        return self._insured(valid_to=Date.today() + timedelta(days), **values)

    def _remind(self):
        self.env["construction.compliance.document"]._cron_remind()
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(ACTIVITY).id)]
        )

    def test_reminders_once_before_and_once_after(self):
        paper = self._ending(30)
        before = self._remind()
        self.assertEqual((before.res_id, before.user_id), (paper.id, self.contract.user_id))
        self.assertEqual(before.date_deadline, paper.valid_to)
        self.assertEqual(self._remind(), before)
        # time goes by
        paper._write({"valid_to": Date.today() - timedelta(1)})
        self.env.invalidate_all()
        after = self._remind()
        self.assertEqual(len(after), 1)
        self.assertNotEqual(after, before)
        self.assertEqual(self._remind(), after)
        self._insured()
        self.assertFalse(self._remind())

    def test_what_was_renewed_is_not_reminded_of(self):
        paper, renewed = self._ending(5), self._ending(400)
        self._ending(500, partner_id=self.other_vendor.id)
        self.assertFalse(self._remind())
        renewed.action_draft()
        self.assertEqual(self._remind().res_id, paper.id)

    def test_nobody_is_reminded_for_a_vendor_without_orders(self):
        self._ending(5, partner_id=self.other_vendor.id)
        self.assertFalse(self._remind())
        self.company.compliance_reminder_days = 4
        own = self._ending(5)
        self.assertFalse(self._remind())
        self.company.compliance_reminder_days = 5
        self.assertEqual(self._remind().res_id, own.id)

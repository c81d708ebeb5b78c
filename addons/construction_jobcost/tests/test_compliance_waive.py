# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .compliance_common import OVER, ComplianceCommon


@tagged("post_install", "-at_install")
class TestComplianceWaive(ComplianceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_one_requirement_of_one_document")
        cls.contract = case._subcontract(10000.0, commitment_type="subcontract")
        cls.rule = case._rule(cls.liability, "certification")
        cls.application = case._application(cls.contract, 1000.0)
        cls.application.action_submit()

    def test_one_requirement_of_one_document(self):
        licence = self.env.ref("construction_jobcost.compliance_type_licence")
        other = self._rule(licence, "certification")
        certify = self.application.with_user(self.approver).action_certify
        waive = self._waive(self.rule, self.application, "application_id")
        self.assertEqual(
            (waive.user_id, waive.state, waive.partner_id, waive.job_ids),
            (self.waiver, "active", self.vendor, self.job),
        )
        self.assertIn("Renewal is on its way", self.application.message_ids[0].body)
        # the other requirement stops it still
        self.assertStopped("Contractor's Licence", certify)
        self._waive(other, self.application, "application_id")
        certify()
        self.assertEqual(self.application.state, "certified")
        following = self._application(
            self.contract, 1000.0, period_start="2026-04-01", period_end="2026-04-30"
        )
        self.assertEqual(following.compliance_state, "hold")

    def test_an_order_passes(self):
        rule = self._rule(self.liability, "commitment", commitment_type=False)
        order = self._order()
        order.with_user(self.approver).action_approve_order()
        self.assertStopped("General Liability", order.button_confirm)
        self._waive(rule, order, "order_id")
        order.button_confirm()
        self.env.cr.flush()
        self.assertEqual(order.state, "purchase")

    def test_revoked_and_over(self):
        waive = self._waive(self.rule, self.application, "application_id")
        self.assertEqual(self.application.compliance_state, "clear")
        with self.assertRaises(AccessError):
            waive.with_user(self.approver).action_revoke()
        waive.action_revoke()
        self.env.invalidate_all()
        self.assertEqual((waive.state, waive.revoked_by_id), ("revoked", self.waiver))
        self.assertEqual(self.application.compliance_state, "hold")
        with self.assertRaises(UserError):
            waive.action_revoke()
        with self.assertRaisesRegex(UserError, "past"), self.cr.savepoint():
            self._waive(self.rule, self.application, "application_id", date_until=OVER)
        late = self._waive(self.rule, self.application, "application_id")
        late._write({"date_until": OVER})
        self.env.invalidate_all()
        self.assertEqual((late.state, self.application.compliance_state), ("over", "hold"))

    def test_who_lets_pass(self):
        for user in (self.manager, self.approver, self.finance, self.controller):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._waive(self.rule, self.application, "application_id", user=user)
        # who asked for it may not, whatever his rights are
        self.manager.group_ids |= self.env.ref("construction_jobcost.group_compliance_waiver")
        with self.assertRaisesRegex(AccessError, "requested or changed"), self.cr.savepoint():
            self._waive(self.rule, self.application, "application_id", user=self.manager)
        stranger = self._person(
            "pc_far",
            "construction_jobcost.group_compliance_waiver",
            self.env["res.company"].create({"name": "Far"}),
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._waive(self.rule, self.application, "application_id", user=stranger)

    def test_it_stands_as_it_was_granted(self):
        waive = self._waive(self.rule, self.application, "application_id", user_id=self.manager.id)
        self.assertEqual(waive.user_id, self.waiver)
        for function in (
            lambda: waive.write({"date_until": "2099-01-01"}),
            lambda: waive.sudo().write({"revoked_at": False}),
            waive.unlink,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                function()
        with self.assertRaises(AccessError):
            waive.with_user(self._stranger("base.group_user")).read(["reason"])

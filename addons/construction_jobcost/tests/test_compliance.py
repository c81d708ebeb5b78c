# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .compliance_common import AHEAD, OVER, ComplianceCommon


@tagged("post_install", "-at_install")
class TestCompliance(ComplianceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls("test_certified_when_insured")._subcontract(
            10000.0, 5000.0, retention_work_percent=10, commitment_type="subcontract"
        )

    def _submitted(self, *works, **values):
        application = self._application(self.contract, *(works or (1000.0,)), **values)
        application.action_submit()
        return application

    # Certification ----------------------------------------------------------------------------

    def test_certified_when_insured(self):
        self._rule(self.liability, "certification")
        application = self._submitted()
        certify = application.with_user(self.approver).action_certify
        self.assertStopped(("General Liability Insurance of Steel Supply: not handed in",), certify)
        self.assertEqual(application.compliance_state, "hold")
        paper = self._paper(self.liability, number="GL-1", valid_to=OVER, cover_amount=1000000)
        paper.with_user(self.finance).action_verify()
        self.assertEqual(paper.state, "expired")
        self.assertStopped("ended on 12/31/2025", certify)
        renewed = self._paper(self.liability, number="GL-2", valid_to=AHEAD, cover_amount=900000)
        self.assertStopped("covers", certify)
        renewed.cover_amount = 1000000
        self.assertStopped("not verified", certify)
        renewed.with_user(self.finance).action_verify()
        self.assertEqual(application.compliance_state, "clear")
        certify()
        self.assertEqual(application.state, "certified")

    def test_a_warning_stands_in_the_history(self):
        self._rule(self.liability, "certification", consequence="warn")
        application = self._submitted()
        self.assertEqual(application.compliance_state, "warning")
        application.with_user(self.approver).action_certify()
        self.assertEqual(application.state, "certified")
        self.assertIn("General Liability", application.message_ids[0].body)

    def test_rules_that_hold_for_others(self):
        other_job = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        blue = self.env["construction.match.class"].create({"name": "Blue"})
        self._rule(self.liability, "certification", project_id=other_job.id)
        self._rule(self.liability, "certification", match_class_id=blue.id)
        self._rule(self.liability, "certification", amount_from=15000.01)
        self._rule(self.liability, "certification", commitment_type="material")
        self._rule(self.liability, "payment")
        application = self._submitted()
        self.assertEqual(application.compliance_state, "clear")
        self.vendor.with_company(self.company).match_class_id = blue
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "hold")

    def test_cover_in_another_currency(self):
        self._rule(self.liability, "certification")
        application = self._submitted()
        euro = self._euro(("2026-01-01", 0.5))
        # half a euro for a dollar: 500,000 euros cover a million
        paper = self._insured(currency_id=euro.id, cover_amount=499999)
        self.assertEqual(application.compliance_state, "hold")
        paper.action_draft()
        paper.cover_amount = 500000
        paper.with_user(self.finance).action_verify()
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "clear")

    def test_many_are_judged_at_once(self):
        self._rule(self.liability, "certification")
        self._rule(self.lien, "certification")
        self._rule(self.payroll, "certification")
        orders = [self._subcontract(100.0, commitment_type="subcontract") for _n in range(6)]
        applications = self._submitted()
        for order in orders:
            applications |= self._application(order, 50.0)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(set(records.mapped("compliance_state")), {"hold"})
            return self.cr.sql_log_count - before

        count(applications)
        self.assertLessEqual(count(applications), count(applications[:2]) + 1)

    def test_a_paper_of_another_vendor_job_or_company(self):
        self._rule(self.liability, "certification")
        application = self._submitted()
        other_job = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        self._insured(partner_id=self.other_vendor.id)
        self._insured(project_id=other_job.id)
        self.assertEqual(application.compliance_state, "hold")
        branch = self.env["res.partner"].create({"name": "Yard", "parent_id": self.vendor.id})
        self._insured(partner_id=branch.id)
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "clear")

    def test_payrolls_of_the_weeks_worked(self):
        self._rule(self.payroll, "certification")
        application = self._submitted(period_start="2026-03-02", period_end="2026-03-17")
        certify = application.with_user(self.approver).action_certify
        self._verified(self.payroll, order_id=self.contract.id, week_ending="2026-03-06")
        self.assertStopped("week until 03/15/2026", certify)
        self._verified(
            self.payroll, order_id=self.contract.id, week_ending="2026-03-14", no_work=True
        )
        certify()
        self.assertEqual(application.state, "certified")

    def test_final_waiver_before_the_last_retention(self):
        self._rule(self.lien, "certification", waivers="current")
        application = self._submitted(10000.0, 5000.0, is_final=True)
        self.assertStopped(
            "conditional, final", application.with_user(self.approver).action_certify
        )
        self._waiver(application, waiver_scope="final")
        application.with_user(self.approver).action_certify()
        release = (
            self.env["construction.retention.release"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "currency_id": self.company.currency_id.id,
                    "company_id": self.company.id,
                    "date": "2026-04-15",
                    "reason": "Completion",
                }
            )
        )
        release.action_fill()
        release.action_submit()
        approve = release.with_user(self.approver).action_approve
        self.assertStopped("Lien Waiver (conditional, final)", approve)
        self._verified(
            self.lien,
            release_id=release.id,
            waiver_condition="conditional",
            waiver_scope="final",
            through_date="2026-04-15",
            waiver_amount=1500,
            signed_date="2026-04-16",
        )
        approve()
        self.assertEqual((release.state, release.amount), ("approved", 1500))

    # Commitment -------------------------------------------------------------------------------

    def test_an_order_waits_for_the_papers(self):
        self._rule(self.liability, "commitment", commitment_type=False)
        order = self._order()
        order.with_user(self.approver).action_approve_order()
        self.assertEqual(order.compliance_state, "hold")
        for attack in (
            order.button_confirm,
            lambda: order.write({"state": "purchase"}),
            lambda: order._write({"state": "purchase"}),
            lambda: order.with_context(bypass=True, mail_notrack=True).button_approve(),
        ):
            self.assertStopped("General Liability Insurance of Steel Supply", attack)
        self.assertEqual(order.state, "draft")
        loaded = order.load([".id", "state"], [[str(order.id), "Purchase Order"]])
        self.assertIn("General Liability", str(loaded["messages"]))
        self.assertEqual(order.state, "draft")
        self._insured()
        order.button_confirm()
        self.env.cr.flush()
        self.assertEqual(order.state, "purchase")

    def test_an_order_is_not_born_confirmed(self):
        self._rule(self.liability, "commitment", commitment_type=False)
        order = self._order()
        values = order.copy_data()[0] | {"state": "purchase"}
        orders = self.env["purchase.order"].with_user(self.buyer)
        with self.assertRaises(UserError), self.cr.savepoint():
            orders.create(values)
            self.env.cr.flush()
        self.env.cr.precommit.clear()
        # where no approval is in the way either
        with self.assertRaisesRegex(UserError, "General Liability"), self.cr.savepoint():
            orders.create(values)._check_marked_compliance()
        self.env.cr.precommit.clear()

    def test_orders_of_no_job_are_not_asked(self):
        self._rule(self.liability, "commitment", commitment_type=False)
        order = self._order((self.rebar, 1, 10.0, {"analytic_distribution": False}))
        order.button_confirm()
        self.env.cr.flush()
        self.assertEqual(order.state, "purchase")

    def test_lists_of_what_is_on_hold(self):
        rule = self._rule(self.liability, "certification")
        application = self._submitted()
        applications = self.env["construction.payment.application"].with_user(self.manager)
        domain = [("order_id", "=", self.contract.id)]
        for state, found in (("hold", application), ("clear", applications)):
            self.assertEqual(
                applications.search([*domain, ("compliance_state", "=", state)]), found
            )
        rule.consequence = "warn"
        self.env.invalidate_all()
        found = applications.search([*domain, ("compliance_state", "!=", "hold")])
        self.assertEqual(found, application)

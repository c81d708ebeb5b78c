# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..core.compliance_usual import USUAL
from .compliance_common import ComplianceCommon
from .procurement_common import JOB_COST

RULES, WIZARD = "construction.compliance.rule", "construction.compliance.usual.wizard"


@tagged("post_install", "-at_install")
class TestComplianceUsual(ComplianceCommon):
    """The rules that most contractors have, taken into force by a deliberate action."""

    def _usual(self, user=None):
        return (
            self.env[WIZARD]
            .with_user(user or self.controller)
            .with_context(allowed_company_ids=self.company.ids)
            .create({})
        )

    def _rules(self, company=None):
        rules = self.env[RULES].with_context(active_test=False)
        return rules.search([("company_id", "=", (company or self.company).id)])

    def test_nothing_is_asked_until_somebody_says_so(self):
        order = self._subcontract(10000.0, commitment_type="subcontract")
        self.assertFalse(self._rules())
        self.assertEqual(order.compliance_state, "clear")
        form = Form(
            self.env[WIZARD]
            .with_user(self.controller)
            .with_context(allowed_company_ids=self.company.ids)
        )
        self.assertFalse(self._rules())
        action = form.save().action_use()
        self.assertEqual(action["res_model"], RULES)
        rules = self._rules()
        self.assertEqual(set(rules.mapped("usual_code")), {usual.code for usual in USUAL})
        self.assertEqual(set(rules.mapped("commitment_type")), {"subcontract"})
        self.assertEqual(rules.filtered(lambda rule: rule.consequence == "warn").stage, "payment")
        self.env.invalidate_all()
        self.assertEqual(order.compliance_state, "hold")
        for name in ("General Liability", "Workers' Compensation", "Licence"):
            self.assertIn(name, order.compliance_note)
        self.assertNotIn("Payroll", order.compliance_note)
        self.assertNotIn("Lien", order.compliance_note)

    def test_what_is_theirs_stays(self):
        own = self._rule(self.liability, "payment", commitment_type=False, consequence="warn")
        narrow = self._rule(self.lien, "payment", project_id=self.job.id)
        self._usual().action_use()
        rules = self._rules()
        self.assertEqual(len(rules), len(USUAL) - 1 + 2)
        self.assertNotIn("liability.payment", rules.mapped("usual_code"))
        self.assertIn("waiver.current", rules.mapped("usual_code"))
        changed, dropped, deleted = (rules - own - narrow)[:3]
        changed.with_user(self.controller).write({"stage": "certification", "consequence": "warn"})
        dropped.with_user(self.controller).active = False
        code = deleted.usual_code
        deleted.with_user(self.controller).unlink()
        again = self._usual()
        self.assertEqual(again.line_ids.mapped("usual_code"), [code])
        again.action_use()
        again.action_use()
        self.assertEqual(len(self._rules()), len(rules))
        self.assertEqual((changed.stage, dropped.active), ("certification", False))
        self.assertFalse(self._usual().line_ids)

    def test_what_is_taken_out_is_not_asked(self):
        usual = self._usual()
        usual.line_ids.filtered(lambda line: line.kind == "lien_waiver").unlink()
        usual.line_ids[0].consequence = "warn"
        usual.action_use()
        rules = self._rules()
        self.assertEqual(len(rules), len(USUAL) - 2)
        first = rules.filtered(lambda rule: rule.usual_code == USUAL[0].code)
        self.assertEqual(first.consequence, "warn")

    def test_who_takes_them_into_force(self):
        for user in (self.manager, self.buyer, self.finance, self.waiver, self.reader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._usual(user)
        wizard = self._usual()
        stranger = self._stranger(JOB_COST + "cost_controller")
        elsewhere = {"allowed_company_ids": stranger.company_id.ids}
        with self.assertRaises(AccessError):
            wizard.with_user(stranger).with_context(**elsewhere).action_use()
        foreign = self.env[WIZARD].with_user(stranger).with_context(**elsewhere)
        with self.assertRaises(AccessError), self.cr.savepoint():
            foreign.create({"company_id": self.company.id})
        self.assertFalse(self._rules())
        foreign.create({}).action_use()
        self.assertEqual(len(self._rules(stranger.company_id)), len(USUAL))
        self.assertFalse(self._rules())

    # Prevailing wages -------------------------------------------------------------------------

    def test_payrolls_of_jobs_of_prevailing_wages(self):
        self._rule(self.payroll, "certification", only_prevailing_wage=True)
        contract = self._subcontract(10000.0, commitment_type="subcontract")
        application = self._application(
            contract, 1000.0, period_start="2026-03-02", period_end="2026-03-08"
        )
        self.assertEqual(application.compliance_state, "clear")
        self.job.with_user(self.manager).is_prevailing_wage = True
        self.env.invalidate_all()
        self.assertIn("week until 03/08/2026", application.compliance_note)
        with self.assertRaises(AccessError):
            self.job.with_user(self.manager).is_prevailing_wage = False
        self.job.with_user(self.manager).write({"is_prevailing_wage": True, "site_city": "Oakland"})
        controller = self._person(
            "cu_both",
            f"{JOB_COST}cost_controller,{JOB_COST}project_manager,project.group_project_manager",
            self.company,
        )
        self.job.with_user(controller).is_prevailing_wage = False
        self.env.invalidate_all()
        self.assertEqual(application.compliance_state, "clear")

    def test_weeks_end_as_the_company_says(self):
        self._rule(self.payroll, "certification")
        self.company.payroll_week_end = "5"
        contract = self._subcontract(10000.0, commitment_type="subcontract")
        application = self._application(
            contract, 1000.0, period_start="2026-03-01", period_end="2026-03-15"
        )
        self.assertEqual(
            [line[-10:] for line in application.compliance_note.split(" of Steel Supply")[:-1]],
            ["03/07/2026", "03/14/2026"],
        )
        # handed in for the Sunday of the week before: that is the first day of this one
        self._verified(self.payroll, order_id=contract.id, week_ending="2026-03-08")
        self.env.invalidate_all()
        self.assertIn("03/07/2026", application.compliance_note)
        self.assertNotIn("03/14/2026", application.compliance_note)

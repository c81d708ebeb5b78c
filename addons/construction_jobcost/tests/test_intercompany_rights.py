# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .intercompany_common import IntercompanyCase
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestIntercompanyRights(IntercompanyCase):
    def test_only_finance_charges(self):
        self._hours(10)
        for group in ("auditor", "cost_controller", "buyer", "project_manager"):
            person = self._person(f"ic_{group}", JOB_COST + group, self.company)
            with self.subTest(group), self.assertRaises(AccessError):
                self._run(user=person)
        run = self._run(user=self.finance)
        auditor = self._person("ic_auditor2", JOB_COST + "auditor", self.company)
        self.assertTrue(run.with_user(auditor).read(["amount"]))
        with self.assertRaises(AccessError):
            run.with_user(auditor).action_enter()

    def test_finance_does_not_write_what_follows_from_the_hours(self):
        line = self._hours(10)
        run = self._entered(user=self.finance)
        with self.assertRaises(AccessError):
            run.charge_ids.write({"amount": 1})
        with self.assertRaises(UserError):
            run.write({"state": "draft"})
        with self.assertRaises(UserError):
            run.write({"date": "2026-01-01"})
        groups = f"{JOB_COST}finance,hr_timesheet.group_hr_timesheet_approver"
        keeper = self._person("ic_keeper", groups, self.company)
        own = line.with_user(keeper).with_context(allowed_company_ids=self.company.ids)
        own.write({"lending_company_id": False})
        self.assertEqual(line.lending_company_id, self.lender)

    def test_a_third_company_sees_nothing(self):
        self._hours(10)
        run = self._entered()
        stranger = self._stranger(JOB_COST + "finance")
        for record in (run, run.charge_ids, self.agreed):
            with self.subTest(record._name):
                records = self.env[record._name].with_user(stranger)
                records = records.with_context(allowed_company_ids=stranger.company_id.ids)
                self.assertFalse(records.search([]))
                with self.assertRaises(AccessError):
                    records.browse(record.id).read(["id", "display_name"])

    def test_the_form_opens_for_finance(self):
        self._hours(10)
        run = self._entered(user=self.finance)
        self.env.invalidate_all()
        self.assertEqual(Form(run).amount, 480)
        self.assertEqual(run.move_ids.company_id, self.company, "the other books stay closed")
        self.assertEqual(
            run.charge_ids.action_view_timesheets()["res_model"], "account.analytic.line"
        )

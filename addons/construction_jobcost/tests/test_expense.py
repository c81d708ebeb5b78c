# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CodingError
from .actuals_common import ActualsCommon

EXPENSES = "hr_expense.group_hr_expense_"


@tagged("post_install", "-at_install")
class TestExpense(ActualsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.expense_journal_id = cls.purchases
        cls.company.expense_approval_limit = 100
        cls.worker = cls._person("ex_worker", "base.group_user", cls.company)
        cls.chief = cls._person("ex_chief", EXPENSES + "team_approver", cls.company)
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Ana Torres",
                "user_id": cls.worker.id,
                "company_id": cls.company.id,
                "expense_manager_id": cls.chief.id,
                "work_contact_id": cls.worker.partner_id.id,
            }
        )
        cls.worker.partner_id.with_company(cls.company).property_account_payable_id = cls.payable
        cls.travel = cls.env["product.product"].create(
            {
                "name": "Travel",
                "type": "service",
                "can_be_expensed": True,
                "property_account_expense_id": cls.expense.id,
            }
        )
        cls.travel.supplier_taxes_id = False

    def _spend(self, amount=80.0, coding=None, **values):
        return (
            self.env["hr.expense"]
            .with_user(self.worker)
            .create(
                {
                    "name": "Ferry to the pier",
                    "employee_id": self.employee.id,
                    "product_id": self.travel.id,
                    "total_amount_currency": amount,
                    "date": "2026-03-12",
                    "analytic_distribution": coding or self._coding(),
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def _post(self, expense, user=None):
        action = expense.with_user(user or self.finance).action_post()
        wizard = self.env["hr.expense.post.wizard"].with_user(user or self.finance)
        wizard = wizard.with_context(**action["context"])
        wizard.create(
            {"employee_journal_id": self.purchases.id, "accounting_date": "2026-03-31"}
        ).action_post_entry()
        self.env.cr.flush()

    def test_up_to_the_limit_its_own_approval_is_enough(self):
        expense = self._spend()
        expense.action_submit()
        expense.with_user(self.chief).action_approve()
        self._post(expense)
        self.assertEqual(expense.sudo().account_move_id.state, "posted")
        self.assertEqual(self._cost(), {("03-100", "M"): (80, 1)})
        self.assertEqual(self._books(), {"agreed": (80, 80)})
        self.assertSwept()

    def test_above_the_limit_somebody_of_the_job_approves_it_once(self):
        expense = self._spend(150)
        expense.action_submit()
        with self.assertRaisesRegex(AccessError, "may not approve the expense.*150.*0077.*Ask"):
            expense.with_user(self.chief).action_approve()
        self.assertTrue(expense.with_user(self.approver).can_approve)
        expense.with_user(self.approver).action_approve()
        self.assertEqual(expense.sudo().manager_id, self.approver)
        self._post(expense)
        self.assertEqual(self._cost(), {("03-100", "M"): (150, 1)})

    def test_nobody_approves_his_own_for_a_job(self):
        self.employee.expense_manager_id = False
        small, large = self._spend(), self._spend(150)
        (small | large).action_submit()
        self.assertEqual((small.sudo().state, large.sudo().state), ("approved", "submitted"))
        self.worker.group_ids |= self.env.ref("construction_jobcost.group_approver")
        self.worker.group_ids |= self.env.ref(EXPENSES + "manager")
        with self.assertRaises(AccessError):
            large.action_approve()
        large.with_user(self.approver).action_approve()
        self._post(small)
        self._post(large)
        self.assertEqual(self._cost(), {("03-100", "M"): (230, 2)})

    def test_a_rule_of_the_job_names_who(self):
        self.env["construction.approval.rule"].create(
            {
                "name": "Expenses of pier 7",
                "company_id": self.company.id,
                "document": "expense",
                "project_id": self.job.id,
                "user_id": self.manager.id,
            }
        )
        expense = self._spend(150)
        expense.action_submit()
        self.assertEqual(expense.sudo().manager_id, self.manager)
        with self.assertRaises(UserError):
            expense.with_user(self.approver).action_approve()
        expense.with_user(self.manager).action_approve()
        self._post(expense)
        self.assertEqual(self._cost(), {("03-100", "M"): (150, 1)})

    def test_the_approval_covers_no_more_than_was_approved(self):
        expense = self._spend()
        expense.action_submit()
        expense.with_user(self.chief).action_approve()
        values = {
            "move_type": "in_receipt",
            "partner_id": self.worker.partner_id.id,
            "journal_id": self.purchases.id,
            "invoice_date": "2026-03-31",
            "line_ids": [
                Command.create(
                    {
                        "name": "Ferry",
                        "account_id": self.expense.id,
                        "price_unit": 80,
                        "tax_ids": [Command.clear()],
                        "expense_id": expense.id,
                        "analytic_distribution": self._coding(),
                    }
                )
            ],
        }
        forged = self.env["account.move"].create(values)
        forged.line_ids[0].price_unit = 81
        with self.assertRaisesRegex(UserError, "approv"), self.env.cr.savepoint():
            forged.action_post()
        other = self.env["account.move"].create(values)
        other.line_ids[0].analytic_distribution = self._coding(job=self.other_job)
        with self.assertRaisesRegex(UserError, "approv"), self.env.cr.savepoint():
            other.action_post()
        self._post(expense)
        twice = self.env["account.move"].create(values)
        with self.assertRaisesRegex(UserError, "approv"), self.env.cr.savepoint():
            twice.action_post()

    def test_a_state_that_was_written_is_no_approval(self):
        expense = self._spend(150)
        expense.action_submit()
        expense.with_user(self.chief).approval_state = "approved"
        with self.assertRaisesRegex(UserError, "approv"):
            self._post(expense)

    def test_an_expense_of_no_job_is_left_to_odoo(self):
        expense = self._spend(150)
        expense.analytic_distribution = False
        expense.action_submit()
        expense.with_user(self.chief).action_approve()
        self._post(expense)
        self.assertEqual(self._cost(), {})

    def test_the_job_has_to_take_it(self):
        self.job.job_status = "complete"
        expense = self._spend()
        with self.assertRaises(CodingError) as refusal:
            expense.action_submit()
        self.assertEqual(refusal.exception.code, "coding.closed")
        self.job.job_status = "active"
        self.concrete.cost_type_ids = self.subcontract
        with self.assertRaises(CodingError) as refusal:
            expense.action_submit()
        self.assertEqual(refusal.exception.code, "coding.not_allowed")

    def test_without_a_code_it_is_collected_as_uncoded(self):
        expense = self._spend(coding={str(self.job.account_id.id): 100})
        expense.action_submit()
        expense.with_user(self.chief).action_approve()
        self._post(expense)
        uncoded = self.env.ref("construction_jobcost.cost_code_uncoded")
        self.assertEqual(self._cost(), {(uncoded.code, "OTH"): (80, 1)})

    def test_a_reset_expense_costs_nothing(self):
        expense = self._spend()
        expense.action_submit()
        expense.with_user(self.chief).action_approve()
        self._post(expense)
        expense.sudo().account_move_id.button_draft()
        self.env.cr.flush()
        self.assertEqual(self._cost(), {})
        self.assertSwept()

    def test_who_sees_the_expenses_of_a_job(self):
        expense = self._spend()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(expense.with_user(self.manager).name, "Ferry to the pier")
        action = self.job.with_user(self.manager).action_view_expenses()
        found = self.env["hr.expense"].with_user(self.manager).search(action["domain"])
        self.assertEqual(found, expense)
        with self.assertRaises(AccessError):
            expense.with_user(self.manager).write({"name": "Mine"})
        self.job.job_team_ids -= self.manager
        for user in (self.manager, self.reader, self._stranger("base.group_user")):
            with self.assertRaises(AccessError):
                expense.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).read(
                    ["name"]
                )

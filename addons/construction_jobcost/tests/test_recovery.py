# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .close_common import APRIL, MARCH
from .equipment_common import EquipmentCommon


@tagged("post_install", "-at_install")
class TestRecovery(EquipmentCommon):
    """Equipment use and labor burden put into the books: the ledger counts them once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recovered, cls.on_jobs = cls.env["account.account"].create(
            [
                {
                    "code": code,
                    "name": name,
                    "account_type": "expense",
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for code, name in (("690000", "Recovered"), ("620000", "Equipment on Jobs"))
            ]
        )
        cls.company.write(
            {
                "recovery_journal_id": cls.general.id,
                **{f"{kind}_cost_account_id": cls.on_jobs.id for kind in ("equipment", "burden")},
                **{
                    f"{kind}_recovery_account_id": cls.recovered.id
                    for kind in ("equipment", "burden")
                },
            }
        )
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )
        cls.env["construction.labor.rate"].create(
            {"company_id": cls.company.id, "date_from": "2026-01-01", "burden_percent": 10}
        )

    def _hours(self, count=10, day="2026-03-05"):
        return self.env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "name": "Pour",
                "unit_amount": count,
                "date": day,
                "cost_code_id": self.concrete.id,
            }
        )

    def _run(self, day=MARCH, kind="equipment", user=None):
        self.env.flush_all()
        runs = self.env["construction.recovery.run"].with_user(user or self.finance)
        return runs.create({"company_id": self.company.id, "kind": kind, "date": day})

    def _posted(self, day=MARCH, kind="equipment"):
        run = self._run(day, kind)
        run.action_post()
        self.env.flush_all()
        return run

    def _ledger(self):
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        found = entries.sudo().search([("company_id", "=", self.company.id)])
        return round(sum(found.mapped("amount")), 2)

    def _figures(self, day=MARCH):
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["construction.books.reconciliation"].with_user(self.finance)
        rows = report.with_context(as_of=day).search([("company_id", "=", self.company.id)])
        return {
            category: tuple(
                round(sum(found.mapped(name)), 2)
                for name in ("books_amount", "ledger_amount", "difference")
            )
            for category, found in rows.grouped("category").items()
        }

    # Posting ----------------------------------------------------------------------------------

    def test_equipment_is_in_the_books_and_once_in_the_ledger(self):
        self._used(10)
        before = self._ledger()
        run = self._posted()
        self.assertEqual((run.state, run.amount, run.move_id.state), ("posted", 800, "posted"))
        self.assertEqual(self._balances(MARCH), {self.on_jobs: 800, self.recovered: -800})
        self.assertEqual(self._ledger(), before)
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])
        analytic = self.env["account.analytic.line"].search(
            [("account_id", "=", self.job.account_id.id)]
        )
        self.assertEqual(sum(analytic.mapped("amount")), -800)

    def test_burden_on_its_own_type(self):
        self._hours()
        run = self._posted(kind="burden")
        self.assertEqual(run.amount, 50)
        burden = self.env.ref("construction_jobcost.cost_type_burden")
        self.assertEqual(run.line_ids.cost_type_id, burden)
        self.assertEqual(run.line_ids.cost_code_id, self.concrete)
        self.assertEqual(self._ledger(), 550)

    def test_a_second_run_posts_only_what_changed(self):
        usage = self._used(10)
        self._posted()
        with self.assertRaisesRegex(UserError, "nothing to post"):
            self._posted()
        usage.with_user(self.manager).action_draft()
        usage.cost_code_id = self.steel
        usage.with_user(self.manager).action_approve()
        self._used(1)
        run = self._posted()
        amounts = {line.cost_code_id: line.amount for line in run.line_ids}
        self.assertEqual(amounts, {self.concrete: -720, self.steel: 800})

    def test_what_is_known_late_comes_with_the_next_run(self):
        self._used(10)
        self._posted()
        self._used(5, "2026-04-10")
        self._posted(APRIL)
        self._used(1, "2026-03-20")
        with self.assertRaisesRegex(UserError, "posted already"):
            self._posted()
        run = self._posted(APRIL)
        self.assertEqual((run.amount, str(run.move_id.date)), (80, APRIL))
        self.assertEqual(self._balances(APRIL)[self.on_jobs], 1280)

    def test_taken_back_and_posted_anew(self):
        self._used(10)
        run = self._posted()
        run.action_take_back()
        self.assertEqual((run.state, run.move_id.state), ("cancelled", "cancel"))
        self.assertFalse(self._balances(MARCH))
        with self.assertRaises(UserError):
            run.sudo().move_id.button_draft()
            run.sudo().move_id.action_post()
        self.assertEqual(self._posted().amount, 800)

    def test_another_cost_account_moves_what_was_posted(self):
        self._used(10)
        self._posted()
        self.company.equipment_cost_account_id = self.other_expense
        self._posted()
        self.assertEqual(self._balances(MARCH), {self.other_expense: 800, self.recovered: -800})

    # Books and ledger -------------------------------------------------------------------------

    def test_the_difference_has_a_reason_until_it_is_posted(self):
        self._used(10)
        self._hours()
        self.assertEqual(
            self._figures(),
            {
                "labor": (0, 500, -500),
                "burden": (0, 50, -50),
                "equipment": (0, 800, -800),
            },
        )
        self._posted()
        self._posted(kind="burden")
        self.assertEqual(
            self._figures(),
            {
                "agreed": (850, 850, 0),
                "labor": (0, 500, -500),
                "uncoded": (-850, 0, -850),
            },
        )

    def test_a_changed_entry_is_found(self):
        self._used(10)
        entry = self._posted().sudo().move_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET analytic_distribution = NULL "
            "WHERE move_id = %s AND analytic_distribution IS NOT NULL",
            [entry.id],
        )
        self.assertIn("unexplained", self._figures())

    # Rights -----------------------------------------------------------------------------------

    def test_its_entry_is_not_changed_apart(self):
        self._used(10)
        run = self._posted()
        for step in ("button_draft", "button_cancel", "_reverse_moves"):
            with self.assertRaisesRegex(UserError, "belongs to"):
                getattr(run.move_id, step)()
        for vals in ({"state": "draft"}, {"date": APRIL}, {"move_id": False}):
            with self.assertRaises(UserError):
                run.write(vals)
        with self.assertRaises(UserError):
            run.unlink()

    def test_only_finance_posts(self):
        self._used(10)
        run = self._run()
        for person in (self.controller, self.manager, self.site):
            with self.assertRaises(AccessError):
                run.with_user(person).action_post()
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self._person(
            "eq_stranger", "construction_jobcost.group_finance", company
        ).with_context(allowed_company_ids=company.ids)
        with self.assertRaises(AccessError):
            run.with_user(stranger).action_post()

    def test_missing_accounts_are_told(self):
        self.company.equipment_recovery_account_id = False
        self._used(10)
        with self.assertRaisesRegex(UserError, "Settings, Job Cost, Recovery"):
            self._posted()

    def test_entries_need_no_second_approval(self):
        self.company.write({"approval_entries": True, "approval_entry_minimum": 0})
        self._used(10)
        self.assertEqual(self._posted().move_id.state, "posted")

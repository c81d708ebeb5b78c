# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .budget_common import BudgetCommon


@tagged("post_install", "-at_install")
class TestBudgetLock(BudgetCommon):
    def test_lock_and_unlock(self):
        job = self.job.with_user(self.manager)
        job.action_lock_budget()
        self.assertEqual(job.budget_locked_by_id, self.manager)
        second = self._estimate((self.concrete, 1200), revision=1)
        with self.assertRaisesRegex(ValidationError, "locked since.*pc_manager.*budget change"):
            second.action_award()
        with self.assertRaises(AccessError):
            job.action_unlock_budget("Bid was wrong")
        controller = self.job.with_user(self.controller)
        with self.assertRaisesRegex(UserError, "reason"):
            controller.action_unlock_budget(" ")
        controller.action_unlock_budget("Bid was wrong")
        self.assertFalse(job.budget_lock_date)
        self.assertIn("Bid was wrong", job.message_ids[:1].body)
        second.invalidate_recordset()
        second.action_award()
        self.assertEqual(self._column("revised_budget"), {"03-100": 1200})

    def test_award_despite_the_lock(self):
        job = self.job.with_user(self.manager)
        job.action_lock_budget()
        locked = job.budget_lock_date, job.budget_locked_by_id
        estimate = self._estimate((self.steel, 100), number="E-2")
        with self.assertRaises(AccessError):
            estimate.with_user(self.manager).action_award_despite_lock("Late part")
        estimate = estimate.with_user(self.controller)
        self.assertTrue(estimate.is_budget_locked)
        with self.assertRaisesRegex(UserError, "reason"):
            estimate.action_award_despite_lock(" ")
        wizard = self.env["construction.approval.wizard"].with_user(self.controller)
        context = estimate.action_ask_award_despite_lock()["context"]
        wizard.with_context(**context).create({"reason": "Late part"}).action_confirm()
        self.assertEqual(estimate.state, "awarded")
        self.assertEqual((job.budget_lock_date, job.budget_locked_by_id), locked)
        self.assertIn("Late part", self.job.message_ids[0].body)

    def test_the_first_approved_change_locks(self):
        self._approved((self.steel, -200), (self.concrete, 200))
        self.assertEqual(self.job.budget_locked_by_id, self.approver)
        with self.assertRaisesRegex(ValidationError, "locked since"):
            self._estimate((self.concrete, 1), number="E-2").action_award()

    def test_the_lock_cannot_be_written(self):
        for values in ({"budget_lock_date": False}, {"budget_locked_by_id": self.manager.id}):
            with self.assertRaisesRegex(UserError, "by its buttons"):
                self.job.write(values)

    def test_nothing_to_lock_without_an_award(self):
        job = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "no awarded estimate"):
            job.action_lock_budget()
